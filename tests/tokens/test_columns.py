"""Columns give the numbers that `estimate_many` gives, whatever the text and the method."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lines import random_lines
from tokest.tokens.columns import Texts, count_columns, texts_of
from tokest.tokens.estimate import MethodChoice, estimate_many
from tokest.tokens.targets import find_targets

ODD = ["", "a", "你好" * 500, "😀a\0b", "x" * 70_000, " " * 5000, "é" * 70_000, "\n", "0" * 300]
MODELS = {
    "auto": ["qwen-max", "gpt-5.5", "claude-opus-5-5", "kimi-k3"],
    "table": ["qwen-max", "gpt-4o", "claude-opus-5-5", "grok-4"],
    "proxy": ["claude-opus-5-5"],
    "rule": ["qwen-max"],
}


def columns(texts: list[str], method: MethodChoice) -> list[list[tuple[int, int, int]]]:
    targets = find_targets(MODELS[method], [], method, None)
    found = count_columns(texts_of(texts), targets, method)
    return [
        list(zip(one.tokens.tolist(), one.low.tolist(), one.high.tolist(), strict=True))
        for one in found
    ]


def one_by_one(texts: list[str], method: MethodChoice) -> list[list[tuple[int, int, int]]]:
    found = estimate_many(texts, MODELS[method], method=method, sample=False)
    return [
        [(row[i].tokens or 0, row[i].low, row[i].high or 0) for row in found]
        for i in range(len(MODELS[method]))
    ]


@pytest.mark.parametrize("method", MODELS)
def test_columns_equal_the_loop(method: MethodChoice) -> None:
    texts = [*ODD, *random_lines()[:500]]
    assert columns(texts, method) == one_by_one(texts, method)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=20))
def test_columns_of_any_text_equal_the_loop(texts: list[str]) -> None:
    assert columns(texts, "table") == one_by_one(texts, "table")


def test_no_texts_have_no_counts() -> None:
    assert columns([], "auto") == [[], [], [], []]
    assert columns([], "rule") == [[]]


def test_texts_are_the_same_joined_and_apart() -> None:
    apart = texts_of(ODD)
    joined = Texts(apart.sizes, joined=apart.together())
    assert joined.strings() == ODD
    assert joined.together().raw.decode() == joined.together().text
    targets = find_targets(["qwen-max"], [], "table", None)
    found = [count_columns(texts, targets, "table")[0].tokens.tolist() for texts in (apart, joined)]
    assert found[0] == found[1]
