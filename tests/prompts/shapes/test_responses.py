"""OpenAI's Responses."""

from __future__ import annotations

from tokest.prompts.shapes.responses import read_input
from tokest.prompts.values import Reasoning, Text, ToolCall, ToolResult, Unknown


def test_thinking_text_and_calls_of_an_answer_are_one_turn() -> None:
    items = [
        {"role": "user", "content": "Hi"},
        {"type": "reasoning", "summary": [{"type": "summary_text", "text": "Hm"}]},
        {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "A"}]},
        {"type": "function_call", "call_id": "a", "name": "now", "arguments": "{}"},
        {"type": "function_call", "call_id": "b", "name": "now", "arguments": "{}"},
        {"type": "function_call_output", "call_id": "a", "output": "noon"},
    ]
    found = read_input({"input": items}, [])
    assert [message.role for message in found] == ["user", "assistant", "tool"]
    assert found[1].parts == (
        Reasoning(text="Hm", where="input[1]"),
        Text(text="A"),
        ToolCall(name="now", arguments="{}", id="a"),
        ToolCall(name="now", arguments="{}", id="b"),
    )
    assert found[2].parts == (ToolResult(id="a", parts=(Text(text="noon"),)),)


def test_two_answers_stay_two_turns() -> None:
    items = [{"role": "assistant", "content": "A"}, {"role": "assistant", "content": "B"}]
    assert len(read_input({"input": items}, [])) == 2


def test_sealed_thinking_is_not_known() -> None:
    item = {"type": "reasoning", "encrypted_content": "abc", "summary": [{"text": "Hm"}]}
    assert read_input({"input": [item]}, [])[0].parts == (Reasoning(text=None, where="input[0]"),)


def test_turns_that_the_provider_keeps_are_named() -> None:
    extras: list[Unknown] = []
    read_input({"input": "And now?", "previous_response_id": "resp_1"}, extras)
    assert [(one.what, one.where) for one in extras] == [
        ("earlier turns that the provider keeps", "previous_response_id")
    ]


def test_an_unknown_item_is_named_and_a_list_of_texts_is_read() -> None:
    first, second = read_input({"input": ["Hi", {"type": "web_search_call"}]}, [])
    assert first.parts == (Text(text="Hi"),)
    assert second.parts == (Unknown(what="item of type 'web_search_call'", where="input[1]"),)
