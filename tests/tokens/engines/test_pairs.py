from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reference import ranks
from tokest.tokens.encodings import catalog
from tokest.tokens.engines.pairs import NO_TOKEN, Pairs

NAMES = [encoding.name for encoding in catalog().encodings]


def check(pairs: Pairs, known: dict[bytes, int], asked: list[tuple[bytes, bytes]]) -> None:
    """Hold pairs of tokens against the ranks of what they join to."""
    order = sorted(known, key=known.__getitem__)
    number = {token: i for i, token in enumerate(order)}
    left, right = (
        np.array([number[one] for one in side], int) for side in zip(*asked, strict=True)
    )
    expected = [number.get(a + b, NO_TOKEN) for a, b in asked]
    assert pairs.find(left, right).tolist() == expected


@pytest.mark.parametrize("name", NAMES)
def test_they_are_what_the_ranks_say(name: str) -> None:
    known = ranks(name)
    rng = random.Random(3)  # noqa: S311  # test data
    tokens = rng.sample(sorted(known), 5_000)
    asked = [(t[:i], t[i:]) for t in tokens for i in range(1, len(t))]
    asked = [(a, b) for a, b in asked if a in known and b in known]
    check(Pairs(known), known, asked + list(zip(tokens, reversed(tokens), strict=True)))


@given(
    tokens=st.sets(st.binary(min_size=1, max_size=6), min_size=1, max_size=60),
    step=st.integers(1, 3),
)
def test_any_vocabulary_will_do(tokens: set[bytes], step: int) -> None:
    known = {token: i * step for i, token in enumerate(tokens)}
    check(Pairs(known), known, [(a, b) for a in tokens for b in tokens])


def test_nothing_merges_with_the_edge() -> None:
    pairs = Pairs({b"a": 0, b"ab": 1})
    edge, a = np.array([pairs.edge, 0]), np.array([0, pairs.edge])
    assert pairs.find(edge, a).tolist() == [NO_TOKEN, NO_TOKEN]


def test_a_byte_that_is_no_token_merges_too() -> None:
    pairs = Pairs({b"a": 0, b"ab": 1})
    assert pairs.find(pairs.of_byte[[97]], pairs.of_byte[[98]]).tolist() == [1]
