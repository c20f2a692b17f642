"""OpenAI's chat completions."""

from __future__ import annotations

from typing import Any

import pytest

from tokest.errors import InputError
from tokest.prompts.shapes.chat import read_message
from tokest.prompts.values import Reasoning, Text, ToolCall, ToolResult, Unknown


def test_calls_and_thinking_of_an_assistant_are_kept() -> None:
    function = {"name": "now", "arguments": '{"at": 1}'}
    raw = {
        "role": "assistant",
        "content": "Let me see.",
        "reasoning_content": "Hm",
        "tool_calls": [{"id": "a", "type": "function", "function": function}],
    }
    assert read_message(raw, "m", []).parts == (
        Reasoning(text="Hm", where="m"),
        Text(text="Let me see."),
        ToolCall(name="now", arguments='{"at": 1}', id="a"),
    )


def test_arguments_may_be_a_mapping_and_a_call_the_old_one() -> None:
    raw = {"role": "assistant", "function_call": {"name": "now", "arguments": {"at": 1}}}
    assert read_message(raw, "m", []).parts == (ToolCall(name="now", arguments='{"at": 1}'),)


def test_a_result_keeps_the_call_it_answers() -> None:
    raw = {"role": "tool", "tool_call_id": "a", "content": [{"type": "text", "text": "noon"}]}
    message = read_message(raw, "m", [])
    assert message.role == "tool"
    assert message.parts == (ToolResult(id="a", parts=(Text(text="noon"),)),)


def test_a_name_is_kept() -> None:
    assert read_message({"role": "user", "name": "Ann", "content": "Hi"}, "m", []).name == "Ann"


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ({"role": "assistant", "tool_calls": 3}, "m.tool_calls: must be a list, got 3"),
        (
            {"role": "assistant", "tool_calls": [{"function": {}}]},
            r"m.tool_calls\[0\].function.name",
        ),
    ],
)
def test_a_broken_call_is_refused_with_its_place(raw: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_message(raw, "m", [])


def test_a_call_of_a_tool_that_takes_plain_text_is_read() -> None:
    call = {"id": "a", "type": "custom", "custom": {"name": "run", "input": "print(1)"}}
    message = read_message({"role": "assistant", "tool_calls": [call]}, "m", [])
    assert message.parts == (ToolCall(name="run", arguments="print(1)", id="a"),)


def test_what_stands_beside_the_content_of_an_answer_is_kept() -> None:
    raw = {"role": "assistant", "content": None, "refusal": "No.", "audio": {"id": "audio_1"}}
    sound = Unknown(what="an answer in sound that the provider keeps", where="m")
    assert read_message(raw, "m", []).parts == (Text(text="No."), sound)


def test_a_result_without_a_call_names_its_function() -> None:
    raw = {"role": "function", "name": "now", "content": "noon"}
    assert read_message(raw, "m", []).parts == (
        ToolResult(id="", name="now", parts=(Text(text="noon"),)),
    )
