"""Look-ups of words and windows: the table method's kernel.

A text is an array of UTF-16 code units with `PAD` zeros before and after it. How many tokens a
real tokenizer starts in a word is known for many words by name; elsewhere it is largely decided
by the units around a place. So the text is cut into words, which are looked up whole, and into
the places that no known word covers, which are looked up by the longest window around them that
is known. What is found is an id; how many tokens an id stands for is a matter of the encoding,
so one pass serves all encodings.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from tokest.kernels.words import LONGEST_WORD, PAD, find_words, fold

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Units = NDArray[np.uint16]
    Places = NDArray[np.intp]
    Ids = NDArray[np.uint16]
    Hashes = NDArray[np.uint64]
    Mask = NDArray[np.bool_]

WINDOWS: Final = ((3, 3), (2, 2), (1, 1))
"""Units before a place, and from the place on, of each window, longest first."""

SLOT_BITS: Final = 21
"""Bits of a hash that choose the slot."""

PRINT_BITS: Final = 10
"""Bits below them that are the key's fingerprint: a strange key passes for it once in 1,024."""

EMPTY: Final = np.uint32(0x000F0000)
"""A slot that matches no key."""

_SLOT_SHIFT: Final = np.uint64(64 - SLOT_BITS)
_PRINT_SHIFT: Final = np.uint64(64 - SLOT_BITS - PRINT_BITS)
PRINT_PLACE: Final = np.uint32(32 - PRINT_BITS)
"""Where the fingerprint stands in an entry."""

_ID: Final = np.uint32(0xFFFF)
_RANKS: Final = np.arange(len(WINDOWS), dtype=np.uint32)[:, None] << np.uint32(16)
"""Where a key is known, the id is all of the entry that is left, and this says by which window: it
is more for shorter ones, and less than what is left of a key that is not known."""
_LAST_RANK: Final = np.uint32(len(WINDOWS) << 16)
_ODD_RANKS: Final = np.array([[2 << 16], [3 << 16]], np.uint32)
IDS: Final = 1 << 15
"""Ids that a table may have."""

NOTHING: Final = np.uint32(IDS)
"""Id of what stands for no token."""

ODD: Final = ("unsure", "lost", "repeated")
"""What may be odd about a place; see `Found`."""


def _column(values: list[int]) -> Hashes:
    return np.array([value % (1 << 64) for value in values], np.uint64)[:, None]


_LEFT: Final = _column([-1 << 16 * (4 - before) for before, _ in WINDOWS])
_RIGHT: Final = _column([(1 << 16 * after) - 1 for _, after in WINDOWS])
_LEFT_FACTOR: Final = _column([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9])
_RIGHT_FACTOR: Final = _column([0xD6E8FEB86659FD93, 0xA0761D6478BD642F, 0xE7037ED1A0B428DB])
"""Odd multipliers, different ones for each window."""


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
    quads = np.ascontiguousarray(np.ndarray((len(units) - 3,), "<u8", units, 0, (2,)))
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
    array([97, 98])
    """
    units = fold(units)
    words, uncovered = find_words(units, tables.kinds, tables.before)
    entries = tables.slots.take(slots_of(words.hashes))
    entries ^= prints_of(words.hashes)
    sizes = words.last - words.first
    entries[sizes > LONGEST_WORD] = EMPTY
    by_word = np.minimum(entries, NOTHING)
    known = by_word < NOTHING
    covering = (known & words.spaced).nonzero()[0]
    uncovered[words.first.take(covering) - 1] = False
    strange = (~known).nonzero()[0]
    _mark(uncovered, words.first.take(strange), sizes.take(strange))
    places = uncovered[PAD:-PAD].nonzero()[0]
    places += PAD
    by_window, odd = _windows(units, tables, places)
    return Found(words.first, places, np.concatenate([by_word, by_window], dtype=np.intp), odd)


def _mark(mask: Mask, first: Places, sizes: Places) -> None:
    """Set the runs that start at `first`."""
    if len(first):
        ends = sizes.cumsum()
        inside = (first - ends + sizes).repeat(sizes)
        inside += np.arange(len(inside))
        mask[inside] = True


def _windows(units: Units, tables: Tables, places: Places) -> tuple[NDArray[np.uint32], Mask]:
    """Look up the windows around places; the longest that is known counts."""
    hashes = window_hashes(units, places)
    entries = tables.slots.take(slots_of(hashes))
    entries ^= prints_of(hashes)
    entries |= _RANKS
    here = units.take(places)
    best = np.minimum.reduce(entries)
    np.minimum(best, tables.single.take(here) | _LAST_RANK, out=best)
    odd = np.empty((len(ODD), len(places)), np.bool_)
    np.greater_equal(best, _ODD_RANKS, out=odd[:2])
    np.equal(here, units.take(places - 1), out=odd[2])
    return best & _ID, odd
