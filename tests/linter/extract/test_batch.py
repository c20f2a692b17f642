from __future__ import annotations

import json

from tokest.linter.extract.batch import is_request, read, read_large
from tokest.linter.source import Source

LINE = {"custom_id": "a", "body": {"model": "m", "messages": [{"role": "user", "content": "U"}]}}


def test_each_line_is_a_prompt_of_its_own() -> None:
    text = f"{json.dumps(LINE)}\n\n{json.dumps(LINE | {'custom_id': 'b'})}\r\n"
    found = read(Source("a.jsonl", text), keys=())
    assert [one.id for one in found.prompts] == ["a.jsonl#[1]", "a.jsonl#[3]"]
    assert found.batch is not None
    assert [(one.custom_id, one.row) for one in found.batch.lines] == [("a", 1), ("b", 3)]


def test_broken_lines_do_not_hide_the_others() -> None:
    found = read(Source("a.jsonl", f"{{\n{json.dumps(LINE)}\n"), keys=())
    assert (len(found.problems), len(found.prompts)) == (1, 1)


def test_a_large_file_is_read_for_its_limits_alone() -> None:
    raw = (json.dumps(LINE) + "\n[\n").encode() * 3
    found = read_large(Source("a.jsonl", ""), raw)
    assert found.batch is not None
    assert [one.row for one in found.batch.lines] == [1, 3, 5]
    assert "only the limits" in found.problems[0].what


def test_requests_are_told_from_records() -> None:
    assert is_request(json.dumps(LINE))
    assert not is_request('{"name": "x"}')
    assert not is_request("messages role")
