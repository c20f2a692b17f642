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


def test_text_files_become_rows(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Hello World", "utf-8")
    write(tmp_path / "a.txt", tmp_path / "out")
    [row] = parquet.read_table(tmp_path / "out" / "a.txt.parquet").to_pylist()
    assert (Path(row["path"]).name, row["qwen_max_tokens"]) == ("a.txt", 2)
