"""Expected tokens of a text from tables of counted frequencies: the table method's kernel.

A text is an array of code points with `PAD` zeros before and after it. How many tokens start at a
character is largely decided by that character, the two before it and the one after it, and how
many start inside a word by the word and what stands before it. Both are looked up by hash, words
before windows, long windows before short ones, and the sum over the text is its token count.

Numbers are integers, in units of 1/`UNIT` token, so that the result never depends on how texts
are cut or put together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Codes = NDArray[np.uint32]
    Hashes = NDArray[np.uint32]
    Bytes = NDArray[np.uint8]
    Prints = NDArray[np.uint16]
    Units = NDArray[np.int32]

UNIT: Final = 4096
"""Parts of a token that sums are made of."""

PAD: Final = 2
"""Zeros around each text, so that no window reaches into another."""

LONGEST_WORD: Final = 32
"""Longer runs of letters are no words; windows count them."""

CHUNK: Final = 1 << 15
"""Characters looked up at a time: small enough to stay in the processor's cache."""

LEVELS: Final = (
    (np.uint32(0x9E3779B1), np.uint32(0x85EBCA77), np.uint32(0xC2B2AE3D), np.uint32(0x27D4EB2F)),
    (np.uint32(0), np.uint32(0x165667B1), np.uint32(0xD3A2646D), np.uint32(0)),
    (np.uint32(0), np.uint32(0), np.uint32(0xFD7046C5), np.uint32(0)),
)
"""Odd multipliers of the characters at -2, -1, 0 and +1 in each level's hash, longest first."""

_RADIX: Final = 0x9E3779B97F4A7C15
"""Base of the polynomial that hashes a word; odd, so that it has an inverse modulo 2**64."""

_REACH: Final = CHUNK + 2 * LONGEST_WORD + 2
_POWERS: Final = np.cumprod(np.full(_REACH, _RADIX, np.uint64))
_INVERSES: Final = np.cumprod(np.full(_REACH, pow(_RADIX, -1, 1 << 64), np.uint64))


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """Values by hash: a slot holds one key's fingerprint and its value in each encoding.

    Attributes
    ----------
    prints : uint16[2**B]
        Fingerprint of the key in each slot; 0 is an empty slot.
    values : int16[E, 2**B], 1/UNIT token
        The values, one row an encoding.
    """

    prints: Prints
    values: NDArray[np.int16]


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """All that the kernel looks up.

    Attributes
    ----------
    letters : uint8[65536]
        1 for characters that words are made of.
    words, windows : levels
        Windows longest first.
    floor : int32[E, 4], 1/UNIT token
        Tokens a character that no level knows starts, by the length of its UTF-8 form.
    """

    letters: Bytes
    words: Level
    windows: tuple[Level, ...]
    floor: Units


def window_hashes(codes: Codes, places: NDArray[np.intp], level: int) -> Hashes:
    """Hash the windows around some places.

    Parameters
    ----------
    codes : uint32[N + 2 PAD]
        Code points with pads around them.
    places : intp[P]
        Indices into `codes`, none of them in the outer pads.
    level : int
        Index into `LEVELS`.

    Returns
    -------
    uint32[P]

    Examples
    --------
    >>> codes = np.array([0, 0, 97, 98, 97, 98, 0, 0], dtype=np.uint32)
    >>> h = window_hashes(codes, np.arange(2, 6), 2)
    >>> bool(h[0] == h[2]), bool(h[0] == h[1])
    (True, False)
    """
    total = np.zeros(len(places), dtype=np.uint32)
    for offset, multiplier in zip(range(-2, 2), LEVELS[level], strict=True):
        if multiplier:
            total += codes.take(places + offset) * multiplier
    total ^= total >> np.uint32(15)
    total *= np.uint32(0x2C1B3C6D)
    total ^= total >> np.uint32(13)
    return total


def word_hashes(codes: Codes, first: NDArray[np.intp], last: NDArray[np.intp]) -> Hashes:
    """Hash words together with the character before each.

    Parameters
    ----------
    codes : uint32[N]
        At most `CHUNK` + 2 `LONGEST_WORD` + 2 code points.
    first, last : intp[W]
        Where each word starts, above 0, and ends, exclusive.

    Returns
    -------
    uint32[W]

    Examples
    --------
    >>> codes = np.array([32, 97, 98, 32, 97, 98, 46, 97, 98], np.uint32)
    >>> h = word_hashes(codes, np.array([1, 4, 7]), np.array([3, 6, 9]))
    >>> bool(h[0] == h[1]), bool(h[0] == h[2])
    (True, False)
    """
    terms = np.zeros(len(codes) + 1, np.uint64)
    np.cumsum(codes * _POWERS[: len(codes)], out=terms[1:])
    total = (terms[last] - terms[first - 1]) * _INVERSES[first - 1]
    total ^= total >> np.uint64(32)
    total *= np.uint64(0xD6E8FEB86659FD93)
    return (total >> np.uint64(32)).astype(np.uint32)


def find_words(codes: Codes, letters: Bytes) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Find runs of letters of at most `LONGEST_WORD`, with something before and after each.

    Parameters
    ----------
    codes : uint32[N]
    letters : uint8[65536]
        1 for characters that words are made of.

    Returns
    -------
    first, last : intp[W]
        Where each word starts, and ends, exclusive.

    Examples
    --------
    >>> letters = np.zeros(65536, np.uint8)
    >>> letters[97:123] = 1
    >>> find_words(np.array([97, 32, 97, 98, 0], np.uint32), letters)
    (array([2]), array([4]))
    """
    is_letter = letters[np.minimum(codes, 0xFFFF)]
    step = np.diff(is_letter.view(np.int8))
    first, last = np.flatnonzero(step == 1) + 1, np.flatnonzero(step == -1) + 1
    if len(codes) and is_letter[0]:
        last = last[1:]
    first = first[: len(last)]
    short = last - first <= LONGEST_WORD
    return first[short], last[short]


def expected_units(codes: Codes, tables: Tables) -> Units:
    """Expect the tokens that start at each character, in every encoding of the tables.

    All tokens of a known word are put at its first letter, so only sums over whole texts mean
    something.

    Parameters
    ----------
    codes : uint32[N + 2 PAD]
        One or more texts, each with at least `PAD` zeros around it.
    tables : Tables

    Returns
    -------
    int32[E, N], 1/UNIT token

    Examples
    --------
    >>> level = Level(np.zeros(2, np.uint16), np.zeros((1, 2), np.int16))
    >>> floor = np.array([[4096, 8192, 8192, 8192]], np.int32)
    >>> tables = Tables(np.zeros(65536, np.uint8), level, (), floor)
    >>> expected_units(np.array([0, 0, 97, 228, 0, 0], np.uint32), tables)
    array([[4096, 8192]], dtype=int32)
    """
    size = len(codes) - 2 * PAD
    units = np.zeros((len(tables.floor), size), np.int32)
    for start in range(0, size, CHUNK):
        stop = min(start + CHUNK, size)
        first = max(start - LONGEST_WORD, 0)
        reach = min(stop + LONGEST_WORD, size)
        found = _chunk(codes[first : reach + 2 * PAD], tables, start - first, stop - first)
        units[:, start:stop] = found
    return units


def _chunk(codes: Codes, tables: Tables, start: int, stop: int) -> Units:
    """Do the characters ``[start, stop)``; words may start before and end after them."""
    units = np.zeros((len(tables.floor), len(codes)), np.int32)
    around = codes[PAD - 1 : len(codes) - PAD + 1]
    first, last = find_words(around, tables.letters)
    slot, known = _look_up(word_hashes(around, first, last), tables.words.prints)
    first, last, slot = first[known] + PAD - 1, last[known] + PAD - 1, slot[known]
    edges = np.zeros(len(codes) + 1, np.int8)
    edges[first] = 1
    edges[last] -= 1
    open_places = (np.cumsum(edges[:-1], dtype=np.int8) == 0) & (codes != 0)
    places = np.flatnonzero(open_places[PAD + start : PAD + stop]) + (PAD + start)
    _by_windows(codes, places, tables, units)
    for row, values in zip(units, tables.words.values, strict=True):
        row[first] = values.take(slot)
    return units[:, PAD + start : PAD + stop]


def _by_windows(codes: Codes, places: NDArray[np.intp], tables: Tables, units: Units) -> None:
    """Look the windows around places up; the longest that is known counts."""
    for level, windows in enumerate(tables.windows):
        slot, known = _look_up(window_hashes(codes, places, level), windows.prints)
        found, slot = places[known], slot[known]
        for row, values in zip(units, windows.values, strict=True):
            row[found] = values.take(slot)
        places = places[~known]
    here = codes.take(places)
    wide = (here >= 0x80).astype(np.intp) + (here >= 0x800) + (here >= 0x10000)  # noqa: PLR2004
    for row, floor in zip(units, tables.floor, strict=True):
        row[places] = floor.take(wide)


def _look_up(hashes: Hashes, prints: Prints) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Find the slot of each hash, and whether the slot holds that hash's key."""
    bits = len(prints).bit_length() - 1
    slot = (hashes >> np.uint32(32 - bits)).astype(np.intp)
    return slot, prints.take(slot) == fingerprints(hashes)


def fingerprints(hashes: Hashes) -> Prints:
    """Take the low bits that tell the keys of a slot apart; 0 is kept for an empty slot.

    >>> fingerprints(np.array([0, 5], np.uint32))
    array([32768, 32773], dtype=uint16)
    """
    return ((hashes & np.uint32(0x7FFF)) | np.uint32(0x8000)).astype(np.uint16)


def _utf8_length(codes: Codes) -> NDArray[np.intp]:
    return np.searchsorted(np.array([0x80, 0x800, 0x10000], np.uint32), codes, side="right")
