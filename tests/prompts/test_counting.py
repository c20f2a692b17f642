"""Counts of whole requests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokest.places import Places
from tokest.prompts.counting import Way, count_request
from tokest.prompts.shapes.recognise import read_request
from tokest.tokens.estimate import count

if TYPE_CHECKING:
    from tokest.tokens.values import Estimate

CITY = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
TOOL = {"type": "function", "function": {"name": "heat", "description": "Now", "parameters": CITY}}
HI = {"role": "user", "content": "Hi"}


def counted(model: str | None, *messages: dict[str, Any], **body: Any) -> Estimate:
    request = read_request({"messages": list(messages), **body})
    return count_request(request, Way(model=model, places=Places()))


def parts(found: Estimate) -> dict[tuple[str, str], int | None]:
    return {(part.kind, part.label): part.tokens for part in found.parts}


@pytest.mark.parametrize(
    ("model", "fixed"), [("qwen2.5-7b-instruct", 78), ("qwen3-8b", 78), ("qwen3.7-plus", 196)]
)
def test_the_block_around_tools_has_its_fixed_size(model: str, fixed: int) -> None:
    assert parts(counted(model, HI, tools=[TOOL]))["tools", ""] == fixed


def test_every_tool_is_a_part_of_its_own() -> None:
    other = {"type": "function", "function": {"name": "now", "parameters": {}}}
    found = parts(counted("qwen3-8b", HI, tools=[TOOL, other]))
    assert (found["tool", "heat"] or 0) > (found["tool", "now"] or 0) > 10


def test_calls_and_results_are_parts_named_by_their_tool() -> None:
    function = {"name": "heat", "arguments": '{"city": "Paris"}'}
    call = {"role": "assistant", "content": None, "tool_calls": [{"id": "a", "function": function}]}
    result = {"role": "tool", "tool_call_id": "a", "content": "20 °C"}
    found = parts(counted("qwen3-8b", HI, call, result))
    assert {("tool call", "heat"), ("tool result", "heat")} <= set(found)


@pytest.mark.parametrize(
    ("model", "thinking", "tokens"),
    [
        ("qwen3-8b", None, 9),
        ("qwen3-8b", True, 9),
        ("qwen3-8b", False, 13),
        ("qwen3.5-plus", None, 11),
        ("qwen3.5-plus", False, 13),
        ("qwen-max", None, 9),
        ("qwen-plus", False, 13),
        ("gpt-4o", None, 8),
        ("gpt-5", None, 7),
    ],
)
def test_thinking_changes_what_is_written_after_the_messages(
    model: str,
    thinking: bool | None,  # noqa: FBT001  # a case
    tokens: int,
) -> None:
    body = {} if thinking is None else {"enable_thinking": thinking}
    assert counted(model, HI, **body).tokens == tokens


def test_a_default_that_is_not_known_widens_the_range() -> None:
    found = counted("qwen-plus", HI)
    assert (found.tokens, found.low, found.high, found.method) == (9, 9, 13, "measured")


def test_a_message_more_costs_five_tokens_and_its_text() -> None:
    one, two = counted("qwen-max", HI), counted("qwen-max", HI, HI)
    assert (two.tokens or 0) - (one.tokens or 0) == 5 + count("Hi", "qwen-max")


def test_a_model_without_a_template_has_a_wide_range_and_says_so() -> None:
    request = read_request([HI])
    found = count_request(request, Way(model=None, encoding="qwen"))
    assert found.high is not None
    assert found.low <= 4
    assert found.high >= 80
    assert found.assumptions[-1].startswith("the encoding qwen is assumed to have the template")


def test_what_is_unknown_is_named_and_makes_the_whole_unknown() -> None:
    found = counted("qwen-max", {"role": "user", "content": [{"type": "hologram"}]})
    assert (found.tokens, found.high) == (None, None)
    assert found.low == 8
    assert ("unknown", "part of type 'hologram' (messages[0].content[0])") in parts(found)


def test_a_private_tokenizer_is_counted_by_proxy_with_the_system_prompt_for_tools() -> None:
    tool = {"name": "heat", "input_schema": CITY}
    found = counted("claude-sonnet-4-5", HI, tools=[tool])
    assert found.method == "proxy"
    assert parts(found)["hidden", "the system prompt for tools"] == 346
    forced = counted("claude-sonnet-4-5", HI, tools=[tool], tool_choice={"type": "any"})
    assert parts(forced)["hidden", "the system prompt for tools that must be called"] == 313


def test_tools_of_a_family_without_a_form_for_them_are_in_doubt() -> None:
    found = counted("llama-3-8b", HI, tools=[TOOL])
    assert found.tokens is not None
    assert found.high is not None
    assert found.high > found.tokens * 2


def test_an_image_without_a_formula_is_unknown_and_one_with_is_counted() -> None:
    image = {"type": "image_url", "image_url": {"url": "cat.png"}, "width": 640, "height": 640}
    assert counted("qwen3-vl-plus", {"role": "user", "content": [image]}).tokens == 8 + 402
    assert counted("glm-4.7", {"role": "user", "content": [image]}).tokens is None


@given(
    texts=st.lists(st.text(max_size=20), min_size=1, max_size=4),
    model=st.sampled_from(
        ["qwen-max", "qwen3.7-plus", "gpt-4o", "gpt-5", "claude-opus-5", "grok-4"]
    ),
)
def test_parts_add_up_and_the_range_holds_the_count(texts: list[str], model: str) -> None:
    roles = ("user", "assistant")
    messages = [{"role": roles[n % 2], "content": text} for n, text in enumerate(texts)]
    found = counted(model, *messages)
    assert found.tokens is not None
    assert found.high is not None
    assert sum(part.tokens or 0 for part in found.parts) == found.tokens
    assert found.low <= found.tokens <= found.high
    assert (found.low == found.high) == (found.method == "exact")
