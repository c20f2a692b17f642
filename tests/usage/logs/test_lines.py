from __future__ import annotations

from datetime import UTC
from typing import Any

import pytest

from tokest.usage.logs.lines import Said, Silent, parse, said

USAGE = {"prompt_tokens": 9, "completion_tokens": 3}


def one(line: dict[str, Any]) -> Said:
    (found,) = said(line, UTC)
    assert isinstance(found, Said)
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
    assert list(said(line, UTC)) == [Silent("failed")]
    claude = {
        "custom_id": "1",
        "result": {"type": "succeeded", "message": {"id": "m", "usage": USAGE}},
    }
    assert one(claude).id == "m"
    failed = {"custom_id": "1", "result": {"type": "errored", "error": {}}}
    assert list(said(failed, UTC)) == [Silent("failed")]


def test_a_list_of_chunks_is_read_chunk_by_chunk() -> None:
    line = {"model": "m", "chunks": [{"id": "1"}, {"id": "1", "usage": USAGE}]}
    assert (one(line).id, one(line).model) == ("1", "m")
    assert list(said({"chunks": [{"id": "1"}, {"id": "1"}]}, UTC)) == [Silent("no usage")]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ({"id": "1", "choices": []}, Silent("no usage")),
        ({"id": "1", "choices": [], "usage": None}, Silent("no usage")),
        ({"level": "info", "message": "started"}, Silent("no usage")),
        ({"id": "1", "object": "chat.completion.chunk", "choices": [{}]}, Silent("chunk")),
        ({"type": "content_block_delta", "delta": {"text": "a"}}, Silent("chunk")),
        ({"usage": {"input": 9, "output": 3}}, Silent("unknown usage", ("input", "output"))),
        ({"input_tokens": 2095}, Silent("no usage")),
    ],
)
def test_a_line_without_usage_says_what_it_lacks(line: dict[str, Any], found: Silent) -> None:
    assert list(said(line, UTC)) == [found]


def test_a_row_of_counts_is_a_call() -> None:
    row = {
        "request_id": "r", "model": "gpt-5.5", "startTime": "2026-10-01T00:00:00Z", "spend": 0.1,
        "prompt_tokens": 9, "completion_tokens": 3, "cached_tokens": 4, "reasoning_tokens": 2,
        "duration": 7,
    }  # fmt: skip
    found = one(row)
    assert (found.id, found.model, found.at is not None) == ("r", "gpt-5.5", True)
    assert {name: count for name, count in found.counts.items() if count} == {
        "input_tokens": 9, "output_tokens": 3, "cache_read_tokens": 4, "reasoning_tokens": 2,
    }  # fmt: skip


def test_an_invocation_of_bedrock_is_a_call() -> None:
    line = {
        "requestId": "r",
        "timestamp": "2026-10-01T00:00:00Z",
        "modelId": "anthropic.claude-opus-5-5",
        "input": {"inputBodyJson": {"messages": []}, "inputTokenCount": 9},
        "output": {"outputBodyJson": {"usage": {"inputTokens": 9, "outputTokens": 3}}},
    }
    found = one(line)
    assert (found.id, found.model) == ("r", "anthropic.claude-opus-5-5")
    assert found.counts == {"input_tokens": 9, "output_tokens": 3}


def test_what_is_no_object_is_refused() -> None:
    with pytest.raises(TypeError, match="expected an object in braces"):
        parse("[1]")
