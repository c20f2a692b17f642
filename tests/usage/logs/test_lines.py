from __future__ import annotations

from datetime import UTC
from typing import Any

import pytest

from tokest.usage.logs.lines import Said, parse, said

USAGE = {"prompt_tokens": 9, "completion_tokens": 3}


def one(line: dict[str, Any]) -> Said:
    (found,) = said(line, UTC)
    return found


def test_a_wrapper_adds_what_the_response_does_not_say() -> None:
    line = {
        "timestamp": "2026-10-01T08:00:00Z",
        "api_key": "sk-1",
        "workspace": "w",
        "prompt_class": "mail",
        "estimate": 8,
        "request": {"model": "qwen-max"},
        "response": {"request_id": "r", "usage": USAGE, "output": {"text": "hidden"}},
    }
    found = one(line)
    assert (found.id, found.model, found.key, found.workspace) == ("r", "qwen-max", "sk-1", "w")
    assert (found.prompt_class, found.estimate) == ("mail", 8)
    assert found.at is not None
    assert found.at.isoformat() == "2026-10-01T08:00:00+00:00"


def test_a_batch_line_is_a_batch_and_a_failure_is_nothing() -> None:
    line = {
        "id": "b",
        "custom_id": "1",
        "response": {"status_code": 200, "body": {"id": "c", "usage": USAGE}},
    }
    assert (one(line).batch, one(line).id) == (True, "c")
    line["response"] = {"status_code": 400, "body": {"error": {}, "usage": USAGE}}
    assert list(said(line, UTC)) == []
    claude = {
        "custom_id": "1",
        "result": {"type": "succeeded", "message": {"id": "m", "usage": USAGE}},
    }
    assert one(claude).id == "m"
    failed = {"custom_id": "1", "result": {"type": "errored", "error": {}}}
    assert list(said(failed, UTC)) == []


def test_a_list_of_chunks_is_read_chunk_by_chunk() -> None:
    line = {"model": "m", "chunks": [{"id": "1"}, {"id": "1", "usage": USAGE}]}
    assert [(found.id, found.model) for found in said(line, UTC)] == [("1", "m")]


def test_a_line_without_usage_says_nothing() -> None:
    assert list(said({"id": "1", "choices": []}, UTC)) == []


def test_what_is_no_object_is_refused() -> None:
    with pytest.raises(TypeError, match="expected an object in braces"):
        parse("[1]")
