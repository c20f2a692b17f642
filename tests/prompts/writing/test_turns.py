"""Turns of a conversation."""

from __future__ import annotations

from typing import Any

import pytest

from tokest.prompts.shapes.recognise import read_request
from tokest.prompts.templates import named
from tokest.prompts.writing.bits import Bit
from tokest.prompts.writing.request import write_request
from tokest.prompts.writing.turns import trimmed

ASK = {"role": "user", "content": "Hi"}
THOUGHT = {"role": "assistant", "content": "<think>\nHm\n</think>\n\nYes", "tool_calls": []}


def written(template: str, *messages: dict[str, Any]) -> str:
    bits = write_request(read_request(list(messages)), named(template))
    return "".join(bit.text or "|" * bit.control or f"[{bit.kind}]" for bit in bits)


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("qwen3", "|user\nHi|\n|assistant\nYes|\n|user\nHi|\n|assistant\n"),
        ("glm-4.7", "|||Hi||Yes|Hi||"),
        (
            "qwen2.5",
            "|user\nHi|\n|assistant\n<think>\nHm\n</think>\n\nYes|\n|user\nHi|\n|assistant\n",
        ),
    ],
)
def test_thinking_before_the_last_question_is_dropped_where_templates_do(
    template: str, text: str
) -> None:
    assert written(template, ASK, THOUGHT, ASK) == text


def test_thinking_after_the_last_question_is_sent_back() -> None:
    thought = {"role": "assistant", "content": "Yes", "reasoning_content": "Hm"}
    text = "|user\nHi|\n|assistant\n|\nHm\n|\n\nYes|\n|assistant\n"
    assert written("qwen3", ASK, thought) == text


def test_sealed_thinking_is_a_gap_and_no_turn_of_its_own() -> None:
    sealed = {"role": "assistant", "content": [{"type": "redacted_thinking", "data": "x"}]}
    assert "[unknown]" in written("claude", ASK, sealed, ASK)


def test_thinking_alone_is_no_turn_where_it_is_not_sent_back() -> None:
    thought = {"role": "assistant", "content": [{"type": "thinking", "thinking": "Hm"}]}
    assert written("qwen2.5", ASK, thought, ASK) == written("qwen2.5", ASK, ASK)


def test_results_that_follow_each_other_share_a_turn() -> None:
    results = [{"role": "tool", "tool_call_id": key, "content": key} for key in "ab"]
    text = written("qwen3", ASK, *results)
    assert text == "|user\nHi|\n|user\n|\na\n|\n|\nb\n||\n|assistant\n"


def test_names_are_written_where_templates_have_them() -> None:
    ann = {**ASK, "name": "Ann"}
    assert written("openai-chat", ann) == "|user|Ann|Hi||assistant|"
    assert written("qwen3", ann) == written("qwen3", ASK)


def test_a_call_carries_its_parameters_in_the_words_of_the_template() -> None:
    function = {"name": "f", "arguments": '{"city": "A", "days": [1]}'}
    call = {"role": "assistant", "content": "", "tool_calls": [{"id": "a", "function": function}]}
    assert "<function=f>\n<parameter=city>\nA\n</parameter>\n" in written("qwen3.5", ASK, call)
    assert '{"name": "f", "arguments": {"city": "A", "days": [1]}}' in written("qwen3", ASK, call)
    assert 'commentary to=functions.f |json|{"city": "A", "days": [1]}|' in written(
        "openai-reasoning", ASK, call
    )


def test_calls_without_a_form_are_written_plainly() -> None:
    call = {"role": "assistant", "tool_calls": [{"function": {"name": "f", "arguments": "{}"}}]}
    assert "f {}" in written("llama-3", ASK, call)
    assert "|sun|" in written("llama-3", ASK, {"role": "tool", "content": "sun"}).replace("\n", "")


def test_blanks_are_dropped_at_both_ends_only() -> None:
    assert [bit.text for bit in trimmed([Bit("content", "", " a b ")])] == ["a b"]
    assert trimmed([]) == []
