from __future__ import annotations

import pytest
from hypothesis import given

from strategies import TEXT
from tokest.rates.characters import billed_characters


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("中", 2),
        ("日本語です", 8),
        ("한글", 2),
        ("abc, 1.\n", 8),
        ("a < b > c", 9),
        ("<b>你</b>", 9),  # no SSML: every character is spoken text
        ("<speak>你</speak>", 2),
        ('<speak><voice name="a">hi</voice> &lt;</speak>', 4),
        ('<?xml version="1.0"?><speak>x<!-- 你 --></speak>', 1),
        ("<speak>a < b</speak>", 5),
        ("<speak>a<!-- b --><!-- c</speak>", 7),
        ("<speak>a<?p q > r?>b</speak>", 2),
    ],
)
def test_characters_as_they_are_billed(text: str, count: int) -> None:
    assert billed_characters(text) == count


@given(first=TEXT, second=TEXT)
def test_parts_of_a_plain_text_add_up(first: str, second: str) -> None:
    first = "." + first
    assert (
        billed_characters(first + second)
        == billed_characters(first) + billed_characters("." + second) - 1
    )


@given(text=TEXT)
def test_a_text_wrapped_in_ssml_costs_no_more(text: str) -> None:
    assert billed_characters(f"<speak>{text}</speak>") <= billed_characters("." + text)


def test_marks_that_are_never_closed_take_linear_time() -> None:
    assert billed_characters("<speak>" + "<!--" * 500_000) == 4 * 500_000
    assert billed_characters("<speak>" + "<?" * 500_000) == 2 * 500_000
