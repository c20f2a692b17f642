from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokest.render.plain import amount, cell_text, visible, width
from tokest.render.table import Cell, Column


@given(text=st.text())
def test_nothing_visible_steers_a_terminal(text: str) -> None:
    assert all(char.isprintable() or unicodedata.category(char) == "Zs" for char in visible(text))
    assert "\x1b" not in visible(text)


@pytest.mark.parametrize("text", ["plain", "a b", "你好", "é", "😀", "ﷺ"])
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert visible(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [("\u202e", "\\u202e"), ("\u200b", "\\u200b"), ("\ud800", "\\ud800"), ("\x9b", "\\x9b")],
)
def test_what_hides_is_escaped(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_wide_characters_take_two_columns() -> None:
    assert width("ａ中a") == 5


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("0", "0.00"),
        ("1", "1.00"),
        ("1234567.891", "1,234,567.89"),
        ("0.5", "0.5000"),
        ("0.123456", "0.1235"),
        ("0.00000012345", "0.0000001234"),
        ("-2.5", "-2.50"),
        ("1E+30", "1,000,000,000,000,000,000,000,000,000,000.00"),
    ],
)
def test_amounts_are_rounded_for_people(value: str, shown: str) -> None:
    assert amount(Decimal(value)) == shown


@pytest.mark.parametrize(
    ("cell", "column", "shown"),
    [
        (None, Column("x"), "-"),
        (1234, Column("x", "count"), "1,234"),
        (1234, Column("x"), "1234"),
        (Decimal("0.80"), Column("x"), "0.8"),
        (Decimal("1E+3"), Column("x"), "1000"),
        (Decimal("12.345"), Column("x", "amount"), "12.34"),
        ("a\tb", Column("x"), "a\\tb"),
    ],
)
def test_a_cell_as_people_read_it(cell: Cell, column: Column, shown: str) -> None:
    assert cell_text(cell, column) == shown
