from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokest.usage.numbers import amount, number


@given(st.decimals(-(10**12), 10**12, allow_nan=False, allow_infinity=False, places=6))
def test_a_number_is_read_back_with_or_without_separators(value: Decimal) -> None:
    assert number(f"{value:f}") == value
    assert number(f"{value:,f}") == value
    assert number(f" ¥{value:f} ".replace("-", "\u2212")) == value


@pytest.mark.parametrize("text", ["", "-", " ", "N/A", "null"])
def test_nothing_is_no_number(text: str) -> None:
    assert number(text) is None
    assert amount(text) == 0


@pytest.mark.parametrize(
    "text", ["-$1,234.5", "($1,234.5)", "$-1,234.5", "(1,234.5)", "-1,234.5 €"]
)
def test_what_was_given_back_is_below_zero(text: str) -> None:
    assert number(text) == Decimal("-1234.5")


@pytest.mark.parametrize("text", ["0,123", "-0,123", "00,123"])
def test_a_decimal_comma_is_not_taken_for_thousands(text: str) -> None:
    with pytest.raises(ValueError, match="0,123"):
        number(text)


@pytest.mark.parametrize(
    ("text", "value"), [("(1,234.5)", "-1234.5"), ("1e-20", "1e-20"), ("+7", "7")]
)
def test_numbers_are_written_in_many_ways(text: str, value: str) -> None:
    assert number(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        "nan",
        "Infinity",
        "1.2.3",
        "12x",
        "1,23",
        "12$34",
        "1e9999999",
        "9" * 50,
        "1e25",
        "1e-25",
        "(1",
        "((1))",
    ],
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        number(text)
