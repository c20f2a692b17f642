"""Scans: the same totals from every format, whatever is wrong with some of the files."""

from __future__ import annotations

import errno
import gzip
import json
import os
import pickle
import random
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import pyarrow as pa
import pytest
import zstandard
from pyarrow import parquet

from rows_data import MODELS, TEXTS, expected, lines, table, write_all
from tokest.errors import InputError
from tokest.frames import Options, Progress, Sending, scan
from tokest.rates.price import price
from tokest.units import Usage

if TYPE_CHECKING:
    from collections.abc import Callable

    from tokest.frames.results import Scan

SENDING = Sending(output_tokens=500)
FORMATS = ("parquet", "jsonl", "jsonl.gz", "jsonl.zst", "csv", "tsv", "arrow", "arrows")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return write_all(tmp_path_factory.mktemp("corpus"))


def totals(*paths: Path | str, column: str | None = "text", **options: Any) -> Scan:
    options = {"processes": 1} | options
    names = [str(path) for path in paths]
    return scan(names, column, MODELS, sending=SENDING, options=Options(**options))


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_same_totals(name: str, files: dict[str, Path]) -> None:
    found = totals(files[name])
    assert [one.tokens for one in found.targets] == [sum(column) for column in expected()]
    assert [one.most for one in found.targets] == [max(column) for column in expected()]
    assert found.rows == len(TEXTS)
    in_csv = name in {"csv", "tsv"}  # where nothing and an empty text look alike
    assert (found.nulls, found.empty) == ((0, 2) if in_csv else (1, 1))
    assert found.problems == ()
    assert found.files[0].tokens == tuple(one.tokens for one in found.targets)


def test_costs_are_those_of_the_receipts_of_the_rows(files: dict[str, Path]) -> None:
    found = totals(files["parquet"])
    for one, column in zip(found.targets, expected(), strict=True):
        receipts = (
            price(Usage(input_tokens=tokens, output_tokens=500), one.name).per_request
            for tokens, text in zip(column, TEXTS, strict=True)
            if text is not None
        )
        assert one.cost == sum(filter(None, receipts), Decimal(0))
        assert one.cost_low == one.cost == one.cost_high


def test_processes_parts_and_files_change_nothing(files: dict[str, Path]) -> None:
    chosen = [files[name] for name in ("parquet", "jsonl", "arrow")]
    alone, shared = totals(*chosen), totals(*chosen, processes=2)
    assert replace(alone, longest=()) == replace(shared, longest=())
    assert {row.tokens for row in alone.longest} == {row.tokens for row in shared.longest}
    assert alone.targets[0].tokens == 3 * sum(expected()[0])


def test_the_longest_rows_can_be_found_again(files: dict[str, Path]) -> None:
    found = totals(files["jsonl"])
    raw = files["jsonl"].read_bytes()
    first = found.longest[0]
    row = json.loads(raw[first.place :].split(b"\n", 1)[0])
    assert expected()[0][row["id"]] == first.tokens == max(expected()[0])
    again = totals(files["parquet"]).longest[0]
    assert expected()[0][again.place] == first.tokens


def test_folders_globs_and_urls_name_files(files: dict[str, Path], tmp_path: Path) -> None:
    folder = files["parquet"].parent
    assert len(totals(folder).files) == len(FORMATS)
    assert len(totals(f"{folder}/*.jsonl*").files) == 3
    assert totals(f"file://{files['jsonl']}").rows == len(TEXTS)
    (tmp_path / ".hidden.jsonl").write_bytes(lines())
    (tmp_path / "_done.jsonl").write_bytes(lines())
    (tmp_path / "seen.jsonl").write_bytes(lines())
    assert len(totals(tmp_path).files) == 1


def test_text_files_are_rows_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Hello World", "utf-8")
    (tmp_path / "b.md").write_bytes(b"a\xffb")
    (tmp_path / "c.txt").write_bytes(b"")
    found = totals(tmp_path, column=None)
    assert (found.rows, found.wrong, found.empty) == (3, 1, 1)
    assert found.targets[0].tokens == 2
    assert found.problems == (f"{tmp_path / 'b.md'}, row 0: byte 0xff at 1 is not UTF-8",)


def test_bad_lines_are_told_with_their_place_and_the_rest_is_counted(tmp_path: Path) -> None:
    good = b'{"text": "Hello World"}\n'
    bad = [
        b'{"text": "cut\n',
        b'{"text": "a\xffb"}\n',
        b'{"text": "\\ud800"}\n',
        b'{"text": 5}\n',
        b'["text"]\n',
        b"[" * 100_000 + b"\n",
        b"9" * 5_000 + b"\n",
    ]
    file = tmp_path / "a.jsonl"
    file.write_bytes(good + b"".join(bad) + b"\n" + good + b'{"text": null}\n{"other": 1}\n')
    found = totals(file)
    assert (found.rows, found.nulls, found.wrong) == (4 + len(bad), 2, len(bad))
    assert found.targets[0].tokens == 4
    assert f"{file}, byte {len(good)}: no JSON" in found.problems[0]
    for problem, what in zip(
        found.problems,
        ["no JSON", "0xff", "surrogate", "int, not", "no JSON object", "no JSON", "thousands"],
        strict=True,
    ):
        assert what in problem


def test_a_missing_column_is_told_with_the_nearest(files: dict[str, Path]) -> None:
    for name in FORMATS:
        with pytest.raises(InputError, match="nearest: text"):
            totals(files[name], column="txet")
    with pytest.raises(InputError, match="no such file"):
        totals("nowhere.parquet")


def test_a_column_of_numbers_is_told(files: dict[str, Path]) -> None:
    found = totals(files["parquet"], column="id")
    assert found.broken == 1
    assert "holds int64, not text" in found.problems[0]


def test_a_file_with_other_columns_does_not_keep_others_from_being_counted(
    files: dict[str, Path], tmp_path: Path
) -> None:
    parquet.write_table(pa.table({"txt": ["a"]}), tmp_path / "other.parquet")
    (tmp_path / "no.parquet").write_bytes(b"PAR1 is not enough")
    (tmp_path / "empty.jsonl").write_bytes(b"")
    found = totals(files["parquet"], tmp_path)
    assert found.targets[0].tokens == sum(expected()[0])
    assert found.broken == 2
    assert any("'text': is missing" in problem for problem in found.problems)


def test_a_broken_row_group_is_told_and_the_others_are_counted(
    files: dict[str, Path], tmp_path: Path
) -> None:
    raw = bytearray(files["parquet"].read_bytes())
    chunk = parquet.ParquetFile(files["parquet"]).metadata.row_group(2).column(1)
    start = chunk.dictionary_page_offset or chunk.data_page_offset
    raw[start : start + chunk.total_compressed_size] = b"\xff" * chunk.total_compressed_size
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(raw)
    found = totals(broken)
    assert found.broken == 1
    assert f"{broken}, row group 2, row 200: cannot be read" in found.problems[0]
    assert found.rows == len(TEXTS) - 100
    assert found.targets[0].tokens == sum(expected()[0][:200] + expected()[0][300:])


def test_the_tail_that_a_packed_file_has_lost_is_told(tmp_path: Path) -> None:
    rng = random.Random(1)  # noqa: S311  # test data
    many = [str(rng.random()) * 60 for _ in range(3000)]
    packed = gzip.compress(lines([*many]))
    file = tmp_path / "a.jsonl.gz"
    file.write_bytes(packed[: len(packed) - 200])
    found = totals(file)
    assert found.broken == 1
    assert "cannot be read from here" in found.problems[0]
    assert 0 < found.rows < 3000
    file.write_bytes(packed[:-1000] + b"x" * 1000)
    assert totals(file).broken == 1


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string()])
@pytest.mark.parametrize("end", ["arrow", "arrows"])
def test_arrow_files_whose_texts_lie_elsewhere_are_told(
    kind: pa.DataType, end: str, tmp_path: Path
) -> None:
    texts = pa.array(["Hello World", "a" * 50], kind)
    file = tmp_path / f"a.{end}"
    begin = pa.ipc.new_file if end == "arrow" else pa.ipc.new_stream
    with begin(file, pa.schema([("text", kind)])) as writer:
        writer.write_table(pa.table({"text": texts}))
    raw = file.read_bytes()
    width = texts.buffers()[1].size // 3
    known = (11).to_bytes(width, "little") + (61).to_bytes(width, "little")
    assert raw.count(known) == 1
    file.write_bytes(raw.replace(known, (1 << 30).to_bytes(width, "little") + known[width:]))
    found = totals(file)
    assert (found.rows, found.broken) == (0, 1)
    assert "row 0: cannot be read from here: Offset invariant failure" in found.problems[0]


def test_an_arrow_stream_of_integers_that_there_are_not_is_told(tmp_path: Path) -> None:
    schema = pa.schema([("text", pa.string()), ("n", pa.int32())])
    file = tmp_path / "a.arrows"
    with pa.ipc.new_stream(file, schema) as writer:
        writer.write_table(pa.table({"text": ["a"], "n": pa.array([1], pa.int32())}))
    raw = file.read_bytes()
    width = (32).to_bytes(4, "little")
    at = raw.index(width)
    file.write_bytes(raw[:at] + (3).to_bytes(4, "little") + raw[at + 4 :])
    found = totals(tmp_path)
    assert (found.rows, found.broken) == (0, 1)
    assert f"{file}: cannot be read: " in found.problems[0]


@pytest.mark.parametrize("sample", [None, "auto"])
@pytest.mark.parametrize("end", ["csv", "jsonl"])
def test_an_empty_file_has_no_rows(end: str, sample: str | None, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(["Hello World"] * 9))
    (tmp_path / f"b.{end}").write_bytes(b"")
    found = totals(tmp_path, sample=sample)
    assert (found.rows, found.broken) == (9, 0)


def test_an_arrow_stream_that_asks_for_a_terabyte_is_told(tmp_path: Path) -> None:
    made = pa.table({"text": ["Hello World", "a" * 50]})
    file = tmp_path / "a.arrows"
    with pa.ipc.new_stream(file, made.schema) as writer:
        writer.write_table(made)
    raw = file.read_bytes()
    size = [*pa.ipc.MessageReader.open_stream(raw)][1].body.size.to_bytes(8, "little")
    assert raw.count(size) == 1
    file.write_bytes(raw.replace(size, (1 << 40).to_bytes(8, "little")))
    assert "row 0: cannot be read from here: it asks for more" in totals(file).problems[0]


def test_bytes_of_arrow_files_that_are_no_text_are_told_row_by_row(tmp_path: Path) -> None:
    texts = pa.array([b"a\xff", b"Hello World"]).view(pa.string())
    with pa.ipc.new_file(tmp_path / "a.arrow", pa.schema([("text", pa.string())])) as writer:
        writer.write_table(pa.table({"text": texts}))
    found = totals(tmp_path)
    assert (found.rows, found.wrong, found.broken) == (2, 1, 0)
    assert found.targets[0].tokens == 2


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.txt"])
@pytest.mark.parametrize(("packing", "end"), [(gzip.compress, "gz"), (zstandard.compress, "zst")])
def test_a_packed_file_that_is_damaged_is_told(
    name: str, packing: Callable[[bytes], bytes], end: str, tmp_path: Path
) -> None:
    packed = bytearray(packing(lines(["Hello World"] * 9)))
    packed[12:-8] = bytes(byte ^ 85 for byte in packed[12:-8])
    (tmp_path / f"{name}.{end}").write_bytes(packed)
    found = totals(tmp_path)
    assert (found.rows, found.broken) == (0, 1)
    assert "cannot be read" in found.problems[0]


def test_lines_of_csv_with_too_many_values_are_told(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text('text,b\nHello World,1\na,b,c\n"x\ny",2\n', "utf-8")
    found = totals(file)
    assert (found.rows, found.broken) == (2, 1)
    assert "3 values where 2 are expected" in found.problems[0]


def test_a_line_without_end_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tokest.frames.readers.jsonl.LONGEST", 1 << 21)
    file = tmp_path / "a.jsonl"
    file.write_bytes(lines(["Hello World"]) + b"x" * (1 << 23))
    found = totals(file)
    assert (found.broken, found.wrong) == (1, 0)
    assert "a line is longer than" in found.problems[0]
    sampled = totals(file, sample="auto")
    assert sampled.rows == 0
    assert sampled.broken > 0


def test_progress_is_told(files: dict[str, Path]) -> None:
    told: list[Progress] = []
    totals(files["jsonl"], files["parquet"], tell=told.append)
    assert told[-1].rows == 2 * len(TEXTS)
    assert all(progress.done <= progress.whole * 2 for progress in told)


def test_an_interrupted_scan_says_what_it_has_done(files: dict[str, Path], tmp_path: Path) -> None:
    def stop(_: Progress) -> None:
        raise KeyboardInterrupt

    kept = str(tmp_path / "kept")
    chosen = [files["parquet"], files["jsonl"], files["arrow"]]
    many = [path for path in chosen for _ in range(1)]
    first = totals(*many, tell=stop, checkpoint=kept, processes=2)
    assert not first.complete
    again = totals(*many, checkpoint=kept)
    assert again.complete
    assert again.targets == totals(*many).targets


def test_a_row_above_the_last_price_leaves_no_cost(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text(json.dumps({"text": "word " * 40_000}) + "\n", "utf-8")
    found = scan([str(file)], "text", ["qwen-max"], sending=SENDING).targets[0]
    assert (found.over, found.most_input) == (1, 30_720)


def test_disk_full_leaves_no_partial_copy(
    files: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Path.open

    def full(path: Path, *args: Any, **more: Any) -> Any:
        file = opened(path, *args, **more)
        if path.suffix == ".part":
            file.write(b"x")

            def write(_: bytes) -> int:
                raise OSError(errno.ENOSPC, "No space left on device")

            return _Full(file, write)
        return file

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(InputError, match="cannot be written: No space left on device"):
        totals(files["jsonl"], write=str(tmp_path / "out"))
    assert list((tmp_path / "out").iterdir()) == []


class _Full:
    """A file on a disk that is full."""

    def __init__(self, file: Any, write: Any) -> None:
        self.file, self.write = file, write

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()


def test_results_reach_other_processes(files: dict[str, Path]) -> None:
    found = totals(files["jsonl"])
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.jsonl.zst", "a.csv.zst", "a.txt.gz"])
def test_files_that_are_not_packed_as_they_are_called_are_told(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(lines(["Hello World"]))
    found = totals(tmp_path / name)
    assert (found.rows, found.broken) == (0, 1)
    assert "cannot be read" in found.problems[0]


@pytest.mark.parametrize("name", ["a.parquet", "a.arrow"])
def test_an_empty_file_of_columns_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    (tmp_path / "b.jsonl").write_bytes(lines(["Hello World"]))
    found = totals(tmp_path)
    assert (found.rows, found.broken) == (1, 1)
    assert f"{name}: cannot be read" in found.problems[0]


def test_what_is_no_regular_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.jsonl")
    with pytest.raises(InputError, match="is no regular file"):
        totals(tmp_path / "a.jsonl")


def test_long_rows_of_csv_are_counted_and_those_beyond_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.csv"
    file.write_text(f'text,b\n"{"word " * 600_000}",1\nok,2\n', "utf-8")
    found = totals(file)
    assert (found.rows, found.broken) == (2, 0)
    monkeypatch.setattr("tokest.frames.readers.csv.BLOCK", 1 << 20)
    found = totals(file)
    assert (found.rows, found.broken) == (0, 1)
    assert "row 0: a row is longer than" in found.problems[0]


def test_requests_that_are_not_utf_8_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"text,b\ncaf\xe9,1\n")
    found = scan([str(tmp_path)], "text", ["qwen-max"], requests=True)
    assert (found.wrong, found.rows) == (1, 1)
    assert "byte 0xe9 is not UTF-8" in found.problems[0]


def test_requests_in_lines_are_counted_as_such(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    row = {"messages": [{"role": "user", "content": "你是谁？"}]}
    file.write_text(f"{json.dumps(row)}\n" * 3, "utf-8")
    found = scan([str(file)], "messages", ["qwen-max"], requests=True)
    assert (found.rows, found.targets[0].tokens) == (3, 33)


def test_messages_in_columns_are_counted_as_such(tmp_path: Path) -> None:
    rows = [[{"role": "user", "content": "你是谁？"}]] * 3
    parquet.write_table(pa.table({"messages": rows}), tmp_path / "a.parquet")
    found = scan([str(tmp_path)], "messages", ["qwen-max"])
    assert found.targets[0].tokens == 33


def test_many_files_are_summed_up_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tokest.frames.scanning.MOST_FILES", 2)
    for i in range(4):
        (tmp_path / f"{i}.jsonl").write_bytes(lines(["Hello World"]))
    found = totals(tmp_path)
    assert [file.rows for file in found.files] == [2, 1, 1]
    assert found.files[0].path == "(other files)"


def test_options_that_do_not_go_together_are_refused(files: dict[str, Path]) -> None:
    with pytest.raises(InputError, match="no checkpoint and no copy"):
        totals(files["jsonl"], sample="auto", write="x")


def test_the_table_of_a_whole_corpus_equals_its_rows(files: dict[str, Path]) -> None:
    found = scan([str(files["parquet"])], "text", MODELS, method="table").targets[0]
    assert found.method == "table"
    assert found.low <= found.tokens <= found.high
    assert table().num_rows == len(TEXTS)
