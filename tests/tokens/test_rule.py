from __future__ import annotations

import pytest
from hypothesis import given

from strategies import TEXT
from tokest.tokens.rule import rule_of_thumb


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [("Alibaba Cloud Model Studio", 4, 5), ("Hello World", 2, 2)],
)
def test_the_vendors_examples_lie_inside_the_range(text: str, least: int, most: int) -> None:
    _, low, high = rule_of_thumb(text)
    assert low <= least <= most <= high


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", (0, 0, 0)),
        ("汉字", (4, 3, 4)),
        ("漢字かな한글ㄅ", (12, 10, 14)),
        ("a", (1, 1, 2)),
        ("don't stop", (3, 2, 4)),
        ("abcdefghijklmnopqrst", (3, 1, 5)),
        ("2026", (3, 1, 4)),
        ("!?.,", (3, 1, 4)),
        ("    ", (1, 1, 1)),
        ("😀😀", (4, 2, 6)),
        ("привет", (4, 1, 6)),
    ],
)
def test_each_class_of_characters(text: str, expected: tuple[int, int, int]) -> None:
    assert rule_of_thumb(text) == expected


@given(text=TEXT)
def test_the_estimate_lies_in_its_range_and_a_text_has_a_token(text: str) -> None:
    tokens, low, high = rule_of_thumb(text)
    assert min(1, len(text)) <= low <= tokens <= high
