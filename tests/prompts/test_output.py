"""What requests may be answered with."""

from __future__ import annotations

from typing import Any

import pytest

from tokest.errors import InputError
from tokest.prompts.output import cap_includes_thinking, output
from tokest.prompts.shapes.recognise import read_request
from tokest.units import Usage

HI = [{"role": "user", "content": "Hi"}]


@pytest.mark.parametrize(
    ("model", "includes"),
    [
        ("gpt-5.4-mini", True),
        ("claude-opus-5", True),
        ("qwen3.8-max-0902", True),
        ("qwen3.8-max-preview", True),
        ("deepseek-v4-pro", True),
        ("qwen-plus", False),
        ("qwen3.7-max", False),
        ("dashscope/qwen3-max", False),
        ("glm-5.2", None),
        ("my-own-model", None),
        (None, None),
    ],
)
def test_whether_a_cap_holds_for_thinking_depends_on_the_model(
    model: str | None,
    includes: bool | None,  # noqa: FBT001  # a case
) -> None:
    assert cap_includes_thinking(model) is includes


@pytest.mark.parametrize(
    ("body", "model", "worst"),
    [
        ({"max_tokens": 500}, "gpt-5", 500),
        ({"max_tokens": 500, "thinking_budget": 1000}, "qwen-plus", 1500),
        ({"max_tokens": 500, "thinking_budget": 1000, "enable_thinking": False}, "qwen-plus", 500),
        ({"max_tokens": 500, "thinking": {"budget_tokens": 400}}, "claude-opus-5", 500),
        ({"max_tokens": 10**9}, "qwen-max", 8192),
        ({}, "qwen-max", 8192),
        ({}, "no-such-model", None),
        ({"max_tokens": 500}, "no-such-model", None),
    ],
)
def test_the_worst_case_is_the_cap_with_the_thinking_it_leaves_out(
    body: dict[str, Any], model: str, worst: int | None
) -> None:
    assert output({"messages": HI, **body}, model).worst == worst


def test_an_answer_without_a_budget_may_fill_the_window() -> None:
    body = {"messages": HI, "max_tokens": 500, "enable_thinking": True}
    assert output(body, "qwen-plus").worst == 1_000_000
    assert output(None).worst is None


def test_an_output_makes_the_usage_to_price() -> None:
    found = output({"messages": HI, "max_tokens": 500}, "gpt-5", expected=200)
    assert found.worst_usage(10) == Usage(input_tokens=10, output_tokens=500)
    assert found.expected_usage(10) == Usage(input_tokens=10, output_tokens=200)
    assert output(None).worst_usage(10) is None


def test_the_model_of_the_request_is_taken() -> None:
    request = read_request({"model": "gpt-5", "messages": HI, "max_completion_tokens": 50})
    assert output(request).worst == 50


@pytest.mark.parametrize(
    ("wish", "found"),
    [
        (None, (None, None, None)),
        (200, (200, 200, 200)),
        ((100, 201), (100, 151, 201)),
        ([100, 201], (100, 151, 201)),
        ({0.1: 200, 0.5: 400, 0.9: 900}, (200, 400, 900)),
        ({0.1: 200, 0.9: 1000}, (200, 600, 1000)),
        ({0.9: 700}, (700, 700, 700)),
        (9999, (1000, 1000, 1000)),
    ],
)
def test_what_is_expected_may_be_a_number_a_range_or_quantiles(wish: Any, found: Any) -> None:
    one = output({"messages": HI, "max_tokens": 1000}, "gpt-5", expected=wish)
    assert (one.low, one.expected, one.high) == found


@pytest.mark.parametrize(
    ("wish", "message"),
    [
        (-1, "must be between 0"),
        ((5, 4), "5 is more than 4"),
        ((1, 2, 3), "a range has two ends, got 3"),
        ({}, "quantiles go from 0 to 1"),
        ({50: 3}, "quantiles go from 0 to 1"),
        ({"p50": 3}, "quantiles go from 0 to 1"),
        ("200", "expected: must be a whole number, got '200'"),
        ({0.1: 5, 0.9: 4}, "quantiles must not fall"),
    ],
)
def test_a_wish_that_cannot_be_is_refused(wish: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        output(None, "qwen-max", expected=wish)


def test_what_is_not_known_is_said() -> None:
    found = output({"messages": HI, "max_tokens": 500}, "no-such-model")
    assert found.assumptions == (
        "no limit of no-such-model is on record",
        "whether max_tokens includes thinking is not known of no-such-model",
    )
