from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from kernel_tables import ALPHABET, LONG, TABLES, lay_out, words_of
from tokest.kernels.sums import UNIT, expect
from tokest.kernels.windows import (
    EMPTY,
    IDS,
    NOTHING,
    SLOT_BITS,
    Tables,
    look_up,
    prints_of,
    slots_of,
    window_hashes,
)
from tokest.kernels.words import LONGEST_WORD, PAD, fold


def test_the_tables_of_these_tests_know_about_half_of_what_they_are_asked() -> None:
    units, _ = lay_out("".join(np.random.default_rng(1).choice(list(ALPHABET), 2_000)))
    found = look_up(units, TABLES)
    assert 0.2 < np.mean(found.ids[: len(found.words)] == NOTHING) < 0.8
    assert 0.05 < np.mean(found.odd[0]) < 0.8


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


@given(text=LONG)
def test_the_longest_known_window_counts(text: str) -> None:
    units = fold(lay_out(text)[0])
    found = look_up(units, TABLES)
    hashes = window_hashes(units, found.places)
    entries = TABLES.slots[slots_of(hashes)] ^ prints_of(hashes)
    ids, odd = [], []
    for place, column in zip(found.places.tolist(), entries.T.tolist(), strict=True):
        ranks = [rank for rank, entry in enumerate(column) if entry < IDS]
        unit, rank = int(units[place]), ranks[0] if ranks else len(column)
        ids.append(column[rank] if ranks else int(TABLES.single[unit]))
        odd.append([rank >= 2, rank >= 3, unit == int(units[place - 1])])
    assert found.ids[len(found.words) :].tolist() == ids
    assert found.odd.T.tolist() == odd


def known(text: str) -> Tables:
    """Make tables that know one word, with the id 7."""
    slots = np.full(1 << SLOT_BITS, EMPTY)
    hashes = words_of(text)[0].hashes
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
