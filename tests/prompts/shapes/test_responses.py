"""OpenAI's Responses."""

from __future__ import annotations

import pytest

from tokest.errors import InputError
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


def test_tools_that_take_plain_text_are_called_and_answer() -> None:
    items = [
        {"type": "custom_tool_call", "call_id": "a", "name": "run", "input": "print(1)"},
        {"type": "custom_tool_call_output", "call_id": "a", "output": "1"},
    ]
    first, second = read_input({"input": items}, [])
    assert first.parts == (ToolCall(name="run", arguments="print(1)", id="a"),)
    assert second.parts == (ToolResult(id="a", parts=(Text(text="1"),)),)


def test_thinking_that_is_no_list_is_refused() -> None:
    with pytest.raises(InputError, match=r"input\[0\].content: must be a list, got 5"):
        read_input({"input": [{"type": "reasoning", "content": 5}]}, [])


def test_an_unknown_item_is_named_and_a_list_of_texts_is_read() -> None:
    first, second = read_input({"input": ["Hi", {"type": "web_search_call"}]}, [])
    assert first.parts == (Text(text="Hi"),)
    assert second.parts == (Unknown(what="item of type 'web_search_call'", where="input[1]"),)
