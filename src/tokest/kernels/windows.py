"""Expected tokens of texts from counted frequencies: the table method's kernel.

A text is an array of UTF-16 code units with `PAD` zeros before and after it. How many tokens a
real tokenizer starts in a word is known for many words by name; elsewhere it is largely decided
by the units around a place. So the text is cut into words, which are looked up whole, and into
the places that no known word covers, which are looked up by the longest window around them that
is known. What is found is an id; how many tokens an id stands for is a matter of the encoding,
so one pass serves all encodings.

Numbers are integers, in units of 1/`UNIT` token, so that sums never depend on how texts are cut
or put together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Units = NDArray[np.uint16]
    Places = NDArray[np.intp]
    Ids = NDArray[np.uint16]
    Hashes = NDArray[np.uint64]
    Mask = NDArray[np.bool_]
    Sums = NDArray[np.int64]

UNIT: Final = 256
"""Parts of a token that sums are made of."""

PAD: Final = 4
"""Zeros around each text: more than a window sees of its neighbours."""

LONGEST_WORD: Final = 32
"""Longer runs of letters are no words; windows count them."""

REACH: Final = LONGEST_WORD + PAD
"""Units around a place that its count may depend on."""

CHUNK: Final = 1 << 15
"""Places looked up at a time: few enough to stay in the processor's cache."""

WINDOWS: Final = ((3, 3), (2, 2), (1, 1))
"""Units before a place, and from the place on, of each window, longest first."""

SLOT_BITS: Final = 21
"""Bits of a hash that choose the slot."""

PRINT_BITS: Final = 10
"""Bits below them that are the key's fingerprint: a strange key passes for it once in 1,024."""

LETTER, CAPITAL, DIGIT = 1, 2, 3
"""Kinds of units that words are made of."""

EMPTY: Final = np.uint32(0x000F0000)
"""A slot that matches no key."""

_SLOT_SHIFT: Final = np.uint64(64 - SLOT_BITS)
_PRINT_SHIFT: Final = np.uint64(64 - SLOT_BITS - PRINT_BITS)
PRINT_PLACE: Final = np.uint32(32 - PRINT_BITS)
"""Where the fingerprint stands in an entry."""

_LAST_ID: Final = np.uint32(0xFFFF)
IDS: Final = 1 << 15
"""Ids that a table may have."""

NOTHING: Final = np.uint16(IDS)
"""Id of what stands for no token."""

ODD: Final = ("unsure", "lost", "repeated")
"""What may be odd about a place; see `Found`."""

_SPACE: Final = ord(" ")
_ZERO: Final = ord("0")

_FOLDED: Final = np.arange(1 << 16).astype(np.uint16)
_FOLDED[_ZERO : _ZERO + 10] = _ZERO


def _column(values: list[int]) -> Hashes:
    return np.array([value % (1 << 64) for value in values], np.uint64)[:, None]


_LEFT: Final = _column([-1 << 16 * (4 - before) for before, _ in WINDOWS])
_RIGHT: Final = _column([(1 << 16 * after) - 1 for _, after in WINDOWS])
_LEFT_FACTOR: Final = _column([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9])
_RIGHT_FACTOR: Final = _column([0xD6E8FEB86659FD93, 0xA0761D6478BD642F, 0xE7037ED1A0B428DB])
"""Odd multipliers, different ones for each window."""

_RADIX: Final = 0x9E3779B97F4A7C15
"""Base of the polynomial that hashes a word; odd, so that it has an inverse modulo 2**64."""
_BEFORE: Final = np.uint64(0xC2B2AE3D27D4EB4F)
_MIX: Final = np.uint64(0x165667B19E3779F9)
_LONGEST_PASS: Final = CHUNK + 2 * REACH
_POWERS: Final = np.cumprod(np.full(_LONGEST_PASS, _RADIX, np.uint64), dtype=np.uint64)
_INVERSES: Final = np.cumprod(
    np.full(_LONGEST_PASS, pow(_RADIX, -1, 1 << 64), np.uint64), dtype=np.uint64
)


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """All that the kernel looks up.

    Attributes
    ----------
    kinds : uint8[65536]
        `LETTER`, `CAPITAL` or `DIGIT` for units that words are made of, 0 for the rest.
    before : uint64[65536]
        What the unit before a word adds to the word's hash.
    slots : uint32[2**SLOT_BITS]
        Fingerprint (top bits) and id (lower half) of the key in each slot, or `EMPTY`.
    single : uint16[65536]
        Id of each unit for places where no window is known.
    """

    kinds: NDArray[np.uint8]
    before: Hashes
    slots: NDArray[np.uint32]
    single: Ids


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """Runs of letters: where each starts, ends (exclusive), and its hash.

    Attributes
    ----------
    first, last : intp[W]
    hashes : uint64[W]
    spaced : bool[W]
        Whether a space stands before the word; the count of a known word has it in.
    """

    first: Places
    last: Places
    hashes: Hashes
    spaced: Mask


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What was found where.

    Attributes
    ----------
    words : intp[W]
        First letter of each word.
    places : intp[P]
        The places that no known word covers.
    ids : uint16[W + P]
        The ids of the words, `NOTHING` for those that are not known, and then of the places.
    odd : bool[3, P]
        Whether no window longer than the shortest is known at the place; whether none is at all;
        whether the unit is the one before it again.
    """

    words: Places
    places: Places
    ids: Ids
    odd: Mask


def before_factors(alike: Units) -> Hashes:
    """Give what the unit before a word adds to its hash, by what the unit counts as.

    >>> before_factors(np.array([0, 0, 1], np.uint16)).tolist()
    [14029467366897019727, 14029467366897019727, 9612190660084487838]
    """
    return (alike.astype(np.uint64) + np.uint64(1)) * _BEFORE


def fold(units: Units) -> Units:
    """Take all digits for zeros: which they are matters little, how many matters.

    >>> fold(np.array([49, 57, 97], np.uint16))
    array([48, 48, 97], dtype=uint16)
    """
    return _FOLDED.take(units)


def find_words(units: Units, tables: Tables) -> tuple[Words, Mask]:
    """Find the words, and mark the units that are in none.

    A word is a run of letters, or one of digits; a capital after a small letter starts another.

    Parameters
    ----------
    units : uint16[N]
        At most `CHUNK` + 2 `REACH`, with their digits folded.
    tables : Tables

    Returns
    -------
    words : Words
    others : bool[N]

    Examples
    --------
    >>> kinds = np.zeros(65536, np.uint8)
    >>> kinds[97:123], kinds[65:91], kinds[48:58] = LETTER, CAPITAL, DIGIT
    >>> tables = Tables(kinds, *[np.zeros(65536, np.uint64)] * 3)
    >>> words, _ = find_words(np.frombuffer(" getTheID00!".encode("utf-16-le"), "<u2"), tables)
    >>> words.first, words.last
    (array([1, 4, 7, 9]), array([ 4,  7,  9, 11]))
    """
    kind = np.zeros(len(units) + 2, np.uint8)
    tables.kinds.take(units, out=kind[1:-1], mode="clip")
    here, after = kind[:-1], kind[1:]
    change = (here != after) > ((here == CAPITAL) & (after == LETTER))
    inside = kind != 0
    first, last = np.flatnonzero(change & inside[1:]), np.flatnonzero(change & inside[:-1])
    sums = np.empty(len(units) + 1, np.uint64)
    sums[0] = 0
    np.cumsum(units * _POWERS[: len(units)], out=sums[1:])
    hashes: Hashes = (sums.take(last) - sums.take(first)) * _INVERSES.take(first)
    before = units.take(first - 1)
    hashes += tables.before.take(before)
    hashes ^= hashes >> np.uint64(32)
    hashes *= _MIX
    return Words(first, last, hashes, before == _SPACE), ~inside[1:-1]


def window_hashes(units: Units, places: Places) -> Hashes:
    """Hash the windows around some places.

    Parameters
    ----------
    units : uint16[N]
    places : intp[P]
        At least `PAD` from either end; the digits of the units are folded.

    Returns
    -------
    uint64[L, P]
        One row a window, longest first.

    Examples
    --------
    >>> units = np.array([0, 0, 0, 0, 97, 98, 97, 98, 0, 0, 0, 0], dtype=np.uint16)
    >>> h = window_hashes(units, np.array([5, 7]))
    >>> [bool(left == right) for left, right in h]
    [False, False, True]
    """
    quads = np.ndarray((len(units) - 3,), "<u8", units, 0, (2,))
    hashes: Hashes = (quads.take(places - 4) & _LEFT) * _LEFT_FACTOR
    hashes += (quads.take(places) & _RIGHT) * _RIGHT_FACTOR
    return hashes


def slots_of(hashes: Hashes) -> Places:
    """Give the slot of each hash.

    >>> slots_of(np.array([0, 1 << 63], np.uint64)).tolist()
    [0, 1048576]
    """
    return (hashes >> _SLOT_SHIFT).view(np.intp)


def prints_of(hashes: Hashes) -> NDArray[np.uint32]:
    """Give the fingerprint of each hash, where it stands in an entry.

    >>> [hex(value) for value in prints_of(np.array([0, 3 << 33], np.uint64))]
    ['0x0', '0xc00000']
    """
    return (hashes >> _PRINT_SHIFT).astype(np.uint32) << PRINT_PLACE


def look_up(units: Units, tables: Tables) -> Found:
    """Find the ids of the words, and of the windows around all places that they leave.

    Parameters
    ----------
    units : uint16[N]
        At most `CHUNK` + 2 `REACH`, with `PAD` units of context at either end.
    tables : Tables

    Returns
    -------
    Found

    Examples
    --------
    >>> none = np.zeros(65536, np.uint64)
    >>> slots = np.full(1 << SLOT_BITS, EMPTY)
    >>> tables = Tables(none.astype(np.uint8), none, slots, np.arange(65536).astype(np.uint16))
    >>> look_up(np.array([0, 0, 0, 0, 97, 98, 0, 0, 0, 0], np.uint16), tables).ids
    array([97, 98], dtype=uint16)
    """
    units = fold(units)
    words, uncovered = find_words(units, tables)
    entries = tables.slots.take(slots_of(words.hashes)) ^ prints_of(words.hashes)
    sizes = words.last - words.first
    known = (entries <= _LAST_ID) & (sizes <= LONGEST_WORD)
    uncovered[words.first[known & words.spaced] - 1] = False
    strange = np.flatnonzero(~known)
    _mark(uncovered, words.first.take(strange), sizes.take(strange))
    places = np.flatnonzero(uncovered[PAD:-PAD])
    places += PAD
    by_window, odd = _windows(units, tables, places)
    by_word = np.where(known, entries, NOTHING).astype(np.uint16)
    return Found(words.first, places, np.concatenate([by_word, by_window]), odd)


def _mark(mask: Mask, first: Places, sizes: Places) -> None:
    """Set the runs that start at `first`."""
    if len(first):
        ends = np.cumsum(sizes)
        inside = np.arange(ends[-1]) + np.repeat(first - ends + sizes, sizes)
        mask[inside] = True


def _windows(units: Units, tables: Tables, places: Places) -> tuple[Ids, Mask]:
    """Look up the windows around places; the longest that is known counts."""
    hashes = window_hashes(units, places)
    entries = tables.slots.take(slots_of(hashes))
    entries ^= prints_of(hashes)
    known = entries <= _LAST_ID
    short = entries.astype(np.uint16)
    here = units.take(places)
    ids: Ids = tables.single.take(here)
    for entry, has in zip(short[::-1], known[::-1], strict=True):
        np.copyto(ids, entry, where=has)
    odd = np.empty((len(ODD), len(places)), np.bool_)
    np.logical_or(known[0], known[1], out=odd[0])
    np.logical_or(odd[0], known[2], out=odd[1])
    np.logical_not(odd[:2], out=odd[:2])
    np.equal(here, units.take(places - 1), out=odd[2])
    return ids, odd


def expect(
    units: Units, spans: Places, tables: Tables, values: NDArray[np.int16]
) -> tuple[Sums, Sums]:
    """Expect the tokens of texts, in every encoding.

    Parameters
    ----------
    units : uint16[N]
        The texts, with at least `PAD` zeros before, between and after them.
    spans : intp[2, T]
        Where each text starts and ends.
    tables : Tables
    values : int16[E, IDS + 1], 1/UNIT token
        What each id stands for, one row an encoding.

    Returns
    -------
    sums : int64[E, T], 1/UNIT token
    odd : int64[3, T], places
        See `ODD`.

    Examples
    --------
    >>> none = np.zeros(65536, np.uint64)
    >>> slots = np.full(1 << SLOT_BITS, EMPTY)
    >>> tables = Tables(none.astype(np.uint8), none, slots, none.astype(np.uint16))
    >>> units = np.array([0, 0, 0, 0, 97, 98, 0, 0, 0, 0], np.uint16)
    >>> expect(units, np.array([[4], [6]]), tables, np.full((1, IDS + 1), UNIT, np.int16))
    (array([[512]]), array([[2],
           [2],
           [0]]))
    """
    sums = np.zeros((len(values), spans.shape[1]), np.int64)
    odd = np.zeros((len(ODD), spans.shape[1]), np.int64)
    for start in range(PAD, len(units) - PAD, CHUNK):
        stop = min(start + CHUNK, len(units) - PAD)
        base = max(start - REACH, 0)
        found = look_up(units[base : stop + REACH], tables)
        here = slice(spans[1].searchsorted(start, "right"), spans[0].searchsorted(stop))
        cuts = np.clip(spans[:, here], start, stop) - base
        tokens, places = sum_between(found, cuts, values)
        sums[:, here] += tokens
        odd[:, here] += places
    return sums, odd


def sum_between(found: Found, cuts: Places, values: NDArray[np.int16]) -> tuple[Sums, Sums]:
    """Sum what was found, part by part.

    Parameters
    ----------
    found : Found
    cuts : intp[2, T]
        Where each part starts and ends.
    values : int16[E, IDS + 1], 1/UNIT token

    Returns
    -------
    sums : int64[E, T], 1/UNIT token
    odd : int64[3, T], places

    Examples
    --------
    >>> found = Found(
    ...     words=np.array([1, 7]),
    ...     places=np.array([5, 6]),
    ...     ids=np.array([0, 1, 2, 3], np.uint16),
    ...     odd=np.array([[True, False], [False, False], [False, True]]),
    ... )
    >>> sum_between(found, np.array([[0, 6], [6, 9]]), np.array([[1, 10, 100, 1000]], np.int16))
    (array([[ 101, 1010]]), array([[1, 0],
           [0, 0],
           [0, 1]]))
    """
    words = found.words.searchsorted(cuts)
    places = found.places.searchsorted(cuts)
    shifted = places + len(found.words)
    sums = np.empty((len(values), cuts.shape[1]), np.int64)
    for row, value in zip(sums, values, strict=True):
        tokens = value.take(found.ids)
        row[:] = _between(tokens, words) + _between(tokens, shifted)
    return sums, np.stack([_between(row, places) for row in found.odd])


def _between(numbers: NDArray[np.int16] | Mask, cuts: Places) -> Sums:
    """Sum the numbers of each part."""
    if cuts.shape[1] == 1:
        [[start], [stop]] = cuts.tolist()
        total: Sums = numbers[start:stop].sum(dtype=np.int64, keepdims=True)
        return total
    padded = np.append(numbers, numbers.dtype.type(0))
    found: Sums = np.add.reduceat(padded, cuts.T.ravel(), dtype=np.int64)[::2]
    return np.where(cuts[1] > cuts[0], found, 0)  # reduceat gives an empty part a number
