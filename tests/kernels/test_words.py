from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kernel_tables import LONG, TABLES, lay_out, words_of
from strategies import TEXT
from tokest.kernels.words import CAPITAL, LETTER, fold


def slow_words(text: str) -> list[tuple[int, int]]:
    """Cut words out of a text, a unit at a time."""
    units = [int(unit) for unit in fold(lay_out(text)[0])]
    kinds = [int(TABLES.kinds[unit]) for unit in units]
    found, start = [], None
    for place, (before, here) in enumerate(zip(kinds, [*kinds[1:], 0], strict=True), start=1):
        if before == here or (before, here) == (CAPITAL, LETTER):
            continue
        if start is not None:
            found.append((start, place))
        start = place if here else None
    return found


@given(text=LONG)
def test_words_equal_the_slow_reference(text: str) -> None:
    words, others = words_of(text)
    assert list(zip(words.first.tolist(), words.last.tolist(), strict=True)) == slow_words(text)
    inside = np.zeros(len(others), np.bool_)
    for start, stop in slow_words(text):
        inside[start:stop] = True
    assert np.array_equal(others, ~inside)


@given(text=TEXT, start=st.integers(0, 20))
def test_a_word_hashes_alike_wherever_it_stands(text: str, start: int) -> None:
    here, there = (words_of(" " * n + " " + text)[0] for n in (0, start))
    assert np.array_equal(here.hashes, there.hashes)


def test_all_digits_are_alike_but_not_their_number() -> None:
    first, second, third = (words_of(text)[0].hashes for text in (" 123", " 907", " 12"))
    assert first == second
    assert first != third
