"""The column of the prompts: named, found by its name, or the whole line."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from pyarrow import ipc, parquet

from tokest.errors import InputError
from tokest.frames import Options, scan
from tokest.frames.choosing import REQUESTS
from tokest.prompts.estimate import estimate

if TYPE_CHECKING:
    from pathlib import Path

    from tokest.frames.results import Scan

MESSAGES = [{"role": "user", "content": "你是谁？"}]
TOOL = {"type": "function", "function": {"name": "f", "description": "Looks an order up."}}
BODY = {"model": "qwen-max", "messages": MESSAGES, "tools": [TOOL]}
TEXT_ALONE = "the text alone: what a provider's chat template adds is not counted"


def write(path: Path, *rows: Any) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def found(*paths: Path, column: str | None = None, **asked: Any) -> Scan:
    options = Options(processes=1, **asked)
    return scan([str(path) for path in paths], column, ["qwen-max"], options=options)


@pytest.mark.parametrize("name", ["prompt", "text"])
def test_a_column_of_a_known_name_is_found(tmp_path: Path, name: str) -> None:
    scanned = found(write(tmp_path / "a.jsonl", {"id": "x", name: "Hello World"}))
    assert (scanned.column, scanned.targets[0].tokens) == (name, 2)
    assert scanned.notes == (f"column {name!r}, by its name",)
    assert TEXT_ALONE in scanned.targets[0].assumptions


def test_two_columns_of_known_names_must_be_told_apart(tmp_path: Path) -> None:
    file = write(tmp_path / "a.jsonl", {"prompt": "a", "text": "b"})
    with pytest.raises(InputError, match=r"say which column .*\(there are: prompt, text\)"):
        found(file)
    assert found(file, column="text").targets[0].tokens == 1
    with pytest.raises(InputError, match=r"\(there are: a, b\)"):
        found(write(tmp_path / "b.jsonl", {"a": "x", "b": "y"}))
    other = write(tmp_path / "c.jsonl", {"messages": MESSAGES, "text": "a"})
    with pytest.raises(InputError, match=r"\(there are: messages, text\)"):
        found(other)


def test_lines_that_are_requests_are_taken_whole(tmp_path: Path) -> None:
    file = write(tmp_path / "a.jsonl", BODY, BODY)
    scanned = found(file)
    assert scanned.column is None
    assert scanned.notes == ("the whole line is taken", REQUESTS)
    assert scanned.targets[0].tokens == 2 * (estimate(BODY, "qwen-max").tokens or 0)
    assert TEXT_ALONE not in scanned.targets[0].assumptions
    anthropic = {"model": "claude-opus-5", "system": "Be brief.", "messages": MESSAGES}
    assert found(write(tmp_path / "b.jsonl", anthropic)).column is None
    responses = {"model": "gpt-5.5", "input": "Hello"}
    assert found(write(tmp_path / "c.jsonl", responses)).column is None


def test_lines_that_are_requests_are_told_with_their_place_if_they_are_not(tmp_path: Path) -> None:
    file = write(tmp_path / "a.jsonl", *[BODY] * 100)
    size = file.stat().st_size
    file.write_bytes(file.read_bytes() + b"\n{\n5\n")
    scanned = found(file)
    assert (scanned.rows, scanned.wrong) == (102, 2)
    assert f"byte {size + 1}: request: no JSON" in scanned.problems[0]
    packed = tmp_path / "b.jsonl.gz"
    packed.write_bytes(gzip.compress(file.read_bytes()))
    assert found(packed).targets == scanned.targets


def test_lines_that_are_requests_are_sampled_and_copied(tmp_path: Path) -> None:
    file = write(tmp_path / "a.jsonl", *[BODY] * 3)
    each = estimate(BODY, "qwen-max").tokens or 0
    assert found(file, sample="auto").targets[0].tokens == 3 * each
    found(file, write=str(tmp_path / "out"))
    row = json.loads((tmp_path / "out/a.jsonl").read_text("utf-8").splitlines()[2])
    assert (row["qwen_max_tokens"], row["model"]) == (each, "qwen-max")


def test_bodies_of_batch_files_are_found(tmp_path: Path) -> None:
    line = {"custom_id": "1", "method": "POST", "url": "/v1/chat/completions", "body": BODY}
    scanned = found(write(tmp_path / "a.jsonl", line))
    assert (scanned.column, scanned.notes[1]) == ("body", REQUESTS)
    assert scanned.targets[0].tokens == estimate(BODY, "qwen-max").tokens


def test_messages_in_columns_are_found(tmp_path: Path) -> None:
    table = pa.table({"id": [1, 2], "messages": [MESSAGES] * 2})
    parquet.write_table(table, tmp_path / "a.parquet")
    with ipc.new_file(tmp_path / "b.arrow", table.schema) as writer:
        writer.write_table(table)
    for name in ("a.parquet", "b.arrow"):
        scanned = found(tmp_path / name)
        assert (scanned.column, scanned.notes[1]) == ("messages", REQUESTS)
        assert scanned.targets[0].tokens == 22
    mixed = found(tmp_path / "a.parquet", write(tmp_path / "c.jsonl", {"messages": MESSAGES}))
    assert (mixed.column, mixed.targets[0].tokens) == ("messages", 33)


def test_a_column_that_is_named_is_seen_to_hold_messages(tmp_path: Path) -> None:
    file = write(tmp_path / "a.jsonl", {"chat": None}, {"chat": MESSAGES})
    scanned = found(file, column="chat")
    assert (scanned.targets[0].tokens, scanned.notes) == (11, (REQUESTS,))


def test_plain_text_needs_no_column_and_no_note(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Hello World", "utf-8")
    assert found(tmp_path).notes == ()


def test_what_is_empty_has_no_column(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").touch()
    assert found(tmp_path).rows == 0
