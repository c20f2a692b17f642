"""Arguments of calls, right and wrong."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tokest.arguments import several, whole_number, word, yes_or_no
from tokest.errors import InputError


@pytest.mark.parametrize("value", [5, np.int64(5), np.uint8(5)])
def test_a_whole_number_of_any_type_is_an_int(value: object) -> None:
    found = whole_number("requests", value, most=10)
    assert (found, type(found)) == (5, int)


@pytest.mark.parametrize(
    "value", [True, np.True_, 1.0, float("nan"), np.float64(5), "5", None, np.array([1, 2])]
)
def test_what_is_no_whole_number_is_refused(value: object) -> None:
    with pytest.raises(InputError, match="requests: must be a whole number, got"):
        whole_number("requests", value, most=10)


def test_a_number_out_of_bounds_is_refused() -> None:
    with pytest.raises(InputError, match=r"requests: must be between 0 and 1,000, got 1234$"):
        whole_number("requests", 1_234, most=1_000)


@pytest.mark.parametrize("sign", [1, -1])
def test_a_number_too_long_to_write_is_refused_in_a_line(sign: int) -> None:
    with pytest.raises(InputError, match=r"got a number of far more digits$"):
        whole_number("requests", sign * 10**5_000, most=1_000)


def test_what_is_no_text_is_no_word() -> None:
    with pytest.raises(InputError, match="model: must be a str, got bytes"):
        word("model", b"qwen-max")


def test_a_text_is_no_truth_value() -> None:
    assert yes_or_no("batch", False) is False  # noqa: FBT003  # the value itself
    with pytest.raises(InputError, match="batch: must be True, False or None, got 'no'"):
        yes_or_no("batch", "no")


@pytest.mark.parametrize("values", [("a", "b"), ["a", "b"], np.array(["a", "b"]), iter("ab")])
def test_values_are_taken_from_whatever_gives_them(values: Any) -> None:
    assert several("models", values) == ("a", "b")


@pytest.mark.parametrize("values", ["qwen-max", b"qwen-max", {"qwen-max": 1}, None, 5])
def test_a_single_value_is_no_list(values: Any) -> None:
    with pytest.raises(InputError, match="models: must be a list, got a single"):
        several("models", values)
