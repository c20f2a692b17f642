"""Options that change the tokens of a request."""

from __future__ import annotations

from typing import Any

import pytest

from tokest.errors import InputError
from tokest.prompts.shapes.options import read_detail, read_options


@pytest.mark.parametrize(
    ("body", "thinking"),
    [
        ({}, None),
        ({"enable_thinking": True}, True),
        ({"extra_body": {"enable_thinking": False}}, False),
        ({"chat_template_kwargs": {"enable_thinking": False}}, False),
        ({"parameters": {"enable_thinking": True}}, True),
        ({"thinking": {"type": "enabled", "budget_tokens": 1024}}, True),
        ({"thinking": {"type": "disabled"}}, False),
        ({"thinking": {"type": "adaptive"}}, True),
        ({"thinking": True}, True),
        ({"reasoning_effort": "none"}, False),
        ({"reasoning": {"effort": "high"}}, None),
        ({"generationConfig": {"thinkingConfig": {"thinkingBudget": 0}}}, False),
    ],
)
def test_thinking_is_read_under_all_its_names(
    body: dict[str, Any],
    thinking: bool | None,  # noqa: FBT001  # a case
) -> None:
    assert read_options(body).thinking is thinking


@pytest.mark.parametrize(
    ("body", "cap", "key"),
    [
        ({}, None, ""),
        ({"max_tokens": 5}, 5, "max_tokens"),
        ({"max_tokens": 5, "max_completion_tokens": 7}, 7, "max_completion_tokens"),
        ({"max_output_tokens": 9}, 9, "max_output_tokens"),
        ({"parameters": {"max_tokens": 3}}, 3, "max_tokens"),
        ({"generationConfig": {"maxOutputTokens": 8}}, 8, "maxOutputTokens"),
    ],
)
def test_the_cap_is_read_under_all_its_names(body: dict[str, Any], cap: int, key: str) -> None:
    found = read_options(body)
    assert (found.max_output, found.max_output_key) == (cap, key)


@pytest.mark.parametrize(
    "body",
    [
        {"response_format": {"type": "json_schema", "json_schema": {"name": "A", "schema": {}}}},
        {"text": {"format": {"type": "json_schema", "name": "A", "schema": {}}}},
    ],
)
def test_a_schema_is_read_with_its_name(body: dict[str, Any]) -> None:
    found = read_options(body)
    assert (found.schema, found.schema_name) == ("{}", "A")


@pytest.mark.parametrize(
    "body",
    [
        {"generationConfig": {"responseSchema": {}}},
        {"output_config": {"format": {"type": "json_schema", "schema": {}}}},
    ],
)
def test_a_schema_without_a_name_is_read(body: dict[str, Any]) -> None:
    assert read_options(body).schema == "{}"


def test_what_only_asks_for_json_is_no_schema() -> None:
    assert read_options({"response_format": {"type": "json_object"}}).schema is None


@pytest.mark.parametrize(
    ("body", "budget"),
    [
        ({"thinking_budget": 50}, 50),
        ({"thinking": {"type": "enabled", "budget_tokens": 1024}}, 1024),
        ({"generationConfig": {"thinkingConfig": {"thinkingBudget": 9}}}, 9),
        ({"thinking": {"type": "adaptive"}}, None),
    ],
)
def test_a_budget_is_read(body: dict[str, Any], budget: int | None) -> None:
    assert read_options(body).thinking_budget == budget


@pytest.mark.parametrize(
    ("body", "choice"),
    [
        ({"tool_choice": "required"}, "required"),
        ({"tool_choice": {"type": "any"}}, "any"),
        ({}, None),
    ],
)
def test_the_choice_of_a_tool_is_read(body: dict[str, Any], choice: str | None) -> None:
    assert read_options(body).tool_choice == choice


def test_a_resolution_is_read() -> None:
    body = {"generationConfig": {"mediaResolution": "MEDIA_RESOLUTION_LOW"}}
    assert read_detail(body) == "MEDIA_RESOLUTION_LOW"
    assert read_detail({"vl_high_resolution_images": False}) is None


def test_a_schema_stands_beside_an_effort() -> None:
    schema = {"type": "object"}
    body = {"output_config": {"effort": "high"}, "output_format": {"schema": schema}}
    assert read_options(body).schema == '{"type": "object"}'


def test_a_budget_that_the_model_chooses_is_none() -> None:
    found = read_options({"generationConfig": {"thinkingConfig": {"thinkingBudget": -1}}})
    assert (found.thinking, found.thinking_budget) == (None, None)


def test_a_cap_below_nothing_is_refused() -> None:
    with pytest.raises(InputError, match="max_tokens: must be at least 0, got -5"):
        read_options({"max_tokens": -5})
