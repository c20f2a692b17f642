from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tokest.errors import FileFormatError
from tokest.usage.logs import reading as module
from tokest.usage.logs.texts import request_text
from usage import month
from usage.files import reading, source

if TYPE_CHECKING:
    from tokest.usage.logs.call import Call

MADE = month.calls(times=120)


def calls(text: str | bytes, **fields: Any) -> list[Call]:
    return list(reading("log", **fields).calls([source("log.jsonl", text)]))


def events(*objects: dict[str, Any]) -> str:
    return "".join(f"event: x\ndata: {json.dumps(one)}\n\n" for one in objects) + "data: [DONE]\n"


def test_a_log_gives_the_calls_that_were_made() -> None:
    found = {call.id: call for call in calls(month.log(MADE))}
    assert len(found) == len(MADE)
    for made in MADE:
        call = found[made.id]
        assert (call.model, call.usage, call.batch) == (made.model, made.usage, made.batch)
        assert (call.key, call.workspace, call.at) == (made.key, made.workspace, made.at)


def test_chunks_of_a_chat_are_summed_once() -> None:
    chunk = {"id": "c1", "object": "chat.completion.chunk", "model": "qwen-max", "choices": [{}]}
    growing = [{"prompt_tokens": 9, "completion_tokens": n} for n in (1, 2, 3)]
    (found,) = calls(events(chunk, *({**chunk, "usage": usage} for usage in growing)))
    assert (found.usage.input_tokens, found.usage.output_tokens) == (9, 3)


def test_interleaved_streams_are_told_apart() -> None:
    lines = [
        {"request_id": name, "model": "qwen-max", "usage": {"input_tokens": 5, "output_tokens": n}}
        for n in (1, 2)
        for name in ("a", "b")
    ]
    found = calls("".join(json.dumps(line) + "\n" for line in lines))
    assert [(call.id, call.usage.output_tokens) for call in found] == [("a", 2), ("b", 2)]


def test_a_stream_of_claude_is_one_call() -> None:
    start = {"id": "m1", "model": "claude-opus-5-5"}
    start_usage = {"input_tokens": 10, "cache_read_input_tokens": 4, "output_tokens": 1}
    text = events(
        {"type": "message_start", "message": {**start, "usage": start_usage}},
        {"type": "content_block_delta", "delta": {"text": "hidden"}},
        {"type": "message_delta", "delta": {}, "usage": {"output_tokens": 30}},
        {"type": "message_stop"},
    )
    (found,) = calls(text, provider=None)
    assert (found.id, found.usage.input_tokens, found.usage.output_tokens) == ("m1", 14, 30)
    assert found.usage.cache_read_tokens == 4


def test_a_stream_of_responses_counts_when_it_is_completed() -> None:
    usage = {"input_tokens": 36, "output_tokens": 87}
    text = events(
        {"type": "response.created", "response": {"id": "r", "model": "gpt-5.5", "usage": None}},
        {"type": "response.completed", "response": {"id": "r", "model": "gpt-5.5", "usage": usage}},
    )
    (found,) = calls(text, provider=None)
    assert (found.usage.input_tokens, found.usage.output_tokens) == (36, 87)


def test_chunks_of_gemini_are_summed_once() -> None:
    chunks = [
        {
            "responseId": "g",
            "modelVersion": "gemini-2.5-flash",
            "usageMetadata": {"promptTokenCount": 8, "candidatesTokenCount": n},
        }
        for n in (5, 11)
    ]
    (found,) = calls("".join(json.dumps(one) + "\n" for one in chunks), provider=None)
    assert (found.model, found.usage.output_tokens) == ("gemini-2.5-flash", 11)


def test_a_call_that_names_no_model_takes_the_one_given() -> None:
    line = json.dumps({"id": "1", "usage": {"prompt_tokens": 3}})
    with pytest.raises(FileFormatError, match=r"log.jsonl:1: names no model"):
        calls(line)
    (found,) = calls(line, model="qwen-max")
    assert found.model == "qwen-max"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"id": "1", "usage": ', r"log.jsonl:2: is no line of JSON: .* at column"),
        ("[1]", r"log.jsonl:2: cannot be read: expected an object"),
        ('{"model": "m", "usage": {"prompt_tokens": -3}}', r"log.jsonl:2: .*no count"),
        (
            '{"model": "m", "usage": {"prompt_tokens": 3, "prompt_cache_hit_tokens": 4}}',
            r"log.jsonl:2: input_tokens: 3 is less than the 4 tokens inside it",
        ),
        ('{"model": "m", "usage": {"prompt_tokens": 1' + "0" * 400 + "}}", "log.jsonl:2: "),
        ("[" * 100_000, r"log.jsonl:2: (cannot be read|is no line)"),
    ],
)
def test_a_line_that_cannot_be_is_named_and_not_quoted(line: str, message: str) -> None:
    with pytest.raises(FileFormatError, match=message):
        calls('{"id": "0", "choices": []}\n' + line)


def test_text_is_counted_and_forgotten() -> None:
    heard = []

    def estimator(model: str, line: dict[str, Any]) -> int:
        heard.append((model, request_text(line)))
        return 7

    request = {"messages": [{"role": "user", "content": "a secret"}]}
    line = {"request": request, "id": "1", "model": "qwen-max", "usage": {"prompt_tokens": 12}}
    (found,) = calls(json.dumps(line), estimator=estimator)
    assert heard == [("qwen-max", "a secret")]
    assert found.estimate == 7
    assert "secret" not in repr(found)


def test_a_key_is_never_kept_whole() -> None:
    line = {"api_key": "sk-0123456789abcdef0123456789", "id": "1", "model": "m"}
    (found,) = calls(json.dumps({**line, "usage": {"prompt_tokens": 3}}))
    assert found.key == "sk-****6789"


def test_a_log_read_twice_counts_once() -> None:
    found = reading()
    twice = [source("a.jsonl", month.log(MADE)), source("b.jsonl", month.log(MADE[:50]))]
    assert len(list(found.calls(twice))) == len(MADE)
    assert found.doubles.rows == 50


def test_a_bill_knows_no_calls() -> None:
    with pytest.raises(FileFormatError, match="is a bill, which knows no single calls"):
        list(reading().calls([source("bill.csv", month.bill(month.rows(MADE)))]))


def test_more_open_streams_than_are_kept_end_the_oldest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "OPEN", 3)
    lines = [{"id": str(n), "model": "m", "usage": {"prompt_tokens": n}} for n in range(1, 9)]
    found = calls("".join(json.dumps(line) + "\n" for line in lines))
    assert [call.usage.input_tokens for call in found] == list(range(1, 9))


def test_a_request_without_text_has_no_estimate() -> None:
    line = {"id": "1", "model": "qwen-max", "usage": {"prompt_tokens": 12}}
    (found,) = calls(json.dumps(line), estimator=lambda _, line: request_text(line) and 7)
    assert found.estimate is None


def notes(*lines: dict[str, Any]) -> list[str]:
    found = reading("log")
    text = "".join(json.dumps(line) + "\n" for line in lines)
    list(found.records([source("log.jsonl", text)]))
    return list(found.notes())


def test_lines_that_give_no_call_are_noted() -> None:
    good = {"id": "1", "model": "qwen-max", "usage": {"prompt_tokens": 12}}
    chunk = {"id": "2", "object": "chat.completion.chunk", "choices": [{}]}
    assert notes(good, chunk) == []
    assert notes(good, {"id": "3", "choices": []}) == [
        "1 line gives no call: no usage object; first: log.jsonl:2"
    ]
    (found,) = notes(chunk, chunk)
    assert found.startswith("2 lines give no call: chunks of answers without any usage")


@pytest.mark.parametrize("text", ['{\n "usage": {}\n}', '[{"usage": {}}]'])
def test_json_over_several_lines_or_in_a_list_is_told_how_to_be_written(text: str) -> None:
    with pytest.raises(FileFormatError, match=r"log.jsonl:1: .*one object a line, as jq -c"):
        calls(text)
