"""Copies: all that was there, with the results beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyarrow import parquet

from rows_data import MODELS, TEXTS, expected, write_all
from tokest.errors import InputError
from tokest.frames import Options, Sending, scan

if TYPE_CHECKING:
    from tokest.frames.results import Scan

SENDING = Sending(output_tokens=1)


def write(source: Path, folder: Path, processes: int = 1) -> Scan:
    options = Options(write=str(folder), processes=processes)
    return scan([str(source)], "text", MODELS, sending=SENDING, options=options)


def test_columns_stay_and_results_are_added(tmp_path: Path) -> None:
    files = write_all(tmp_path)
    for name in ("parquet", "csv", "arrow"):
        write(files[name], tmp_path / name)
        [copy] = (tmp_path / name).iterdir()
        assert copy.suffix == ".parquet"
        found = parquet.read_table(copy).to_pydict()
        assert found["id"] == [*range(len(TEXTS))]
        assert [tokens or 0 for tokens in found["qwen_max_tokens"]] == expected()[0]
        assert "gpt_5_5_cost_usd" in found


@pytest.mark.parametrize("name", ["jsonl", "jsonl.gz", "jsonl.zst"])
def test_lines_stay_lines(tmp_path: Path, name: str) -> None:
    found = write(write_all(tmp_path)[name], tmp_path / "out", processes=2)
    rows = [
        json.loads(line) for line in (tmp_path / "out" / "rows.jsonl").read_bytes().splitlines()
    ]
    assert [row["text"] for row in rows] == TEXTS
    assert [row["qwen_max_tokens"] or 0 for row in rows] == expected()[0]
    assert found.complete


def test_bad_lines_and_empty_objects_stay_as_they_are(tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    source.write_bytes(b'{"text": "a"} \r\n{ }\n{"text": 5}\nnot json\n')
    assert write(source, tmp_path / "out").wrong == 2
    rows = (tmp_path / "out" / "a.jsonl").read_bytes().splitlines()
    assert json.loads(rows[0])["qwen_max_tokens"] == 1
    assert json.loads(rows[1])["qwen_max_tokens"] is None
    assert "holds int" in json.loads(rows[2])["tokens_error"]
    assert rows[3] == b"not json"


def test_a_copy_is_never_overwritten(tmp_path: Path) -> None:
    source = write_all(tmp_path)["jsonl"]
    write(source, tmp_path / "out")
    with pytest.raises(InputError, match="is there already: remove it"):
        write(source, tmp_path / "out")
    with pytest.raises(InputError, match="rename or drop it"):
        write(tmp_path / "out" / "rows.jsonl", tmp_path / "again")


def test_copies_keep_the_folders_of_what_is_scanned(tmp_path: Path) -> None:
    data = tmp_path / "data"
    for name in ("x/a.jsonl", "y/a.jsonl", "y/z/b.csv"):
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_text("text\nHello\n", "utf-8")
    for name in ("x/a.jsonl", "y/a.jsonl"):
        (data / name).write_text(json.dumps({"text": name}) + "\n", "utf-8")
    write(data, tmp_path / "out")
    written = {path.relative_to(tmp_path / "out").as_posix() for path in files_in(tmp_path / "out")}
    assert written == {"x/a.jsonl", "y/a.jsonl", "y/z/b.csv.parquet"}
    assert json.loads((tmp_path / "out/y/a.jsonl").read_bytes())["text"] == "y/a.jsonl"
    write(Path(f"{data}/*/a.jsonl"), tmp_path / "globbed")
    assert (tmp_path / "globbed/x/a.jsonl").exists()
    scan([f"file://{data}"], "text", MODELS, options=Options(write=str(tmp_path / "url")))
    assert len(files_in(tmp_path / "url")) == 3


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_two_copies_of_one_name_are_refused_before_anything_is_counted(tmp_path: Path) -> None:
    for name in ("x/a.jsonl", "y/a.jsonl"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text('{"text": "a"}\n', "utf-8")
    paths = [str(tmp_path / "x/a.jsonl"), str(tmp_path / "y/a.jsonl")]
    options = Options(write=str(tmp_path / "out"))
    with pytest.raises(InputError, match=r"copy of both .*x/a.jsonl and .*y/a.jsonl: name their"):
        scan(paths, "text", MODELS, options=options)
    assert not (tmp_path / "out").exists()


def test_a_copy_never_lies_over_what_is_scanned(tmp_path: Path) -> None:
    source = write_all(tmp_path)["jsonl"]
    with pytest.raises(InputError, match="is scanned itself: name another folder"):
        write(source, tmp_path)


def test_a_scan_that_goes_on_leaves_copies_that_are_done(tmp_path: Path) -> None:
    source = write_all(tmp_path)["jsonl"]
    options = Options(write=str(tmp_path / "out"), checkpoint=str(tmp_path / "done"))
    first = scan([str(source)], "text", MODELS, sending=SENDING, options=options)
    copy = (tmp_path / "out/rows.jsonl").read_bytes()
    again = scan([str(source)], "text", MODELS, sending=SENDING, options=options)
    assert (again.targets, again.rows) == (first.targets, first.rows)
    assert (tmp_path / "out/rows.jsonl").read_bytes() == copy


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    source = write_all(tmp_path)["jsonl"]
    with pytest.raises(InputError, match="cannot be written: Not a directory"):
        write(source, tmp_path / "rows.csv" / "out")


def test_text_files_become_rows(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Hello World", "utf-8")
    write(tmp_path / "a.txt", tmp_path / "out")
    [row] = parquet.read_table(tmp_path / "out" / "a.txt.parquet").to_pylist()
    assert (Path(row["path"]).name, row["qwen_max_tokens"]) == ("a.txt", 2)
