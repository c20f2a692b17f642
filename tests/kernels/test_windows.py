from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel_tables import ALPHABET, TABLES, VALUES, lay_out
from strategies import TEXT
from tokest.kernels import windows
from tokest.kernels.windows import (
    CAPITAL,
    EMPTY,
    IDS,
    LETTER,
    LONGEST_WORD,
    NOTHING,
    PAD,
    SLOT_BITS,
    UNIT,
    Tables,
    expect,
    find_words,
    fold,
    look_up,
    prints_of,
    slots_of,
    window_hashes,
)

LONG = st.one_of(TEXT, st.text(ALPHABET, min_size=30, max_size=200))


def sums(*texts: str) -> list[list[int]]:
    """Sum each text's units, by text and encoding, with its odd places last."""
    units, spans = lay_out(*texts)
    found, odd = expect(units, spans, TABLES, VALUES)
    rows: list[list[int]] = np.vstack([found, odd]).T.tolist()
    return rows


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


def test_the_tables_of_these_tests_know_about_half_of_what_they_are_asked() -> None:
    units, _ = lay_out("".join(np.random.default_rng(1).choice(list(ALPHABET), 2_000)))
    found = look_up(units, TABLES)
    assert 0.2 < np.mean(found.ids[: len(found.words)] == NOTHING) < 0.8
    assert 0.05 < np.mean(found.odd[0]) < 0.8


@given(text=LONG)
def test_words_equal_the_slow_reference(text: str) -> None:
    words, others = find_words(fold(lay_out(text)[0]), TABLES)
    assert list(zip(words.first.tolist(), words.last.tolist(), strict=True)) == slow_words(text)
    inside = np.zeros(len(others), np.bool_)
    for start, stop in slow_words(text):
        inside[start:stop] = True
    assert np.array_equal(others, ~inside)


@pytest.mark.parametrize("chunk", [1, 2, 7, 33, 64])
@given(text=LONG)
def test_cutting_into_chunks_changes_nothing(chunk: int, text: str) -> None:
    whole = sums(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(windows, "CHUNK", chunk)
        assert sums(text) == whole


@given(texts=st.lists(LONG, min_size=1, max_size=6))
def test_texts_side_by_side_count_as_each_alone(texts: list[str]) -> None:
    assert sums(*texts) == [sums(text)[0] for text in texts]


@given(text=LONG)
def test_an_encoding_does_not_depend_on_the_others(text: str) -> None:
    units, spans = lay_out(text)
    both, _ = expect(units, spans, TABLES, VALUES)
    alone, _ = expect(units, spans, TABLES, VALUES[1:])
    assert np.array_equal(both[1:], alone)


@given(text=TEXT, start=st.integers(0, 20))
def test_a_word_hashes_alike_wherever_it_stands(text: str, start: int) -> None:
    here, there = (
        find_words(fold(lay_out(" " * n + " " + text)[0]), TABLES)[0] for n in (0, start)
    )
    assert np.array_equal(here.hashes, there.hashes)


def test_all_digits_are_alike_but_not_their_number() -> None:
    first, second, third = (
        find_words(fold(lay_out(text)[0]), TABLES)[0].hashes for text in (" 123", " 907", " 12")
    )
    assert first == second
    assert first != third


@pytest.mark.parametrize(
    ("changed", "alike"),
    [
        (0, [True, True, True]),
        (1, [False, True, True]),
        (2, [False, False, True]),
        (3, [False, False, False]),
        (4, [False, False, False]),
        (5, [False, False, True]),
        (6, [False, True, True]),
        (7, [True, True, True]),
    ],
)
def test_windows_hash_what_they_see_and_no_more(changed: int, alike: list[bool]) -> None:
    units, place = lay_out("xabcdefy")[0], np.array([PAD + 4])
    other = units.copy()
    other[PAD + changed] = ord("z")
    same = window_hashes(units, place) == window_hashes(other, place)
    assert same.ravel().tolist() == alike


def known(text: str) -> Tables:
    """Make tables that know one word, with the id 7."""
    slots = np.full(1 << SLOT_BITS, EMPTY)
    (hashes,) = [find_words(fold(lay_out(text)[0]), TABLES)[0].hashes]
    slots[slots_of(hashes)] = prints_of(hashes) | np.uint32(7)
    return Tables(TABLES.kinds, TABLES.before, slots, np.zeros(1 << 16, np.uint16))


def test_a_known_word_replaces_its_windows_and_its_space() -> None:
    tables = known(" cat")
    values = np.full((1, IDS + 1), 2, np.int16)
    values[0, 7], values[0, NOTHING] = UNIT, 0

    def count(text: str) -> int:
        return int(expect(*lay_out(text), tables, values)[0][0, 0])

    assert count(" cat") == UNIT
    assert count("  cat") == UNIT + 2
    assert count(" dog") == 4 * 2
    assert count(" cats") == 5 * 2
    assert count(" catDog") == UNIT + 3 * 2


def test_a_longer_word_is_not_known_whatever_its_hash() -> None:
    word = " " + "a" * (LONGEST_WORD + 1)
    found = look_up(lay_out(word)[0], known(word))
    assert found.ids.tolist() == [NOTHING, *[0] * len(word)]


def test_only_places_without_a_longer_window_are_unsure() -> None:
    units = lay_out("xyzabc")[0]
    place = np.array([PAD + 3])
    for level, unsure in ((0, 5), (1, 5), (2, 6)):
        slots = np.full(1 << SLOT_BITS, EMPTY)
        hashes = window_hashes(units, place)[level]
        slots[slots_of(hashes)] = prints_of(hashes) | np.uint32(7)
        tables = Tables(
            np.zeros(1 << 16, np.uint8), TABLES.before, slots, np.zeros(1 << 16, np.uint16)
        )
        found = look_up(units, tables)
        assert found.ids.tolist() == [0, 0, 0, 7, 0, 0]
        assert found.odd[0].sum() == unsure
