"""Words of a text: runs of letters or digits, with a hash that tells them apart.

A text is an array of UTF-16 code units.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Units = NDArray[np.uint16]
    Places = NDArray[np.intp]
    Hashes = NDArray[np.uint64]
    Mask = NDArray[np.bool_]

PAD: Final = 4
"""Zeros around each text: more than a window sees of its neighbours."""

LONGEST_WORD: Final = 32
"""Longer runs of letters are no words; windows count them."""

REACH: Final = LONGEST_WORD + PAD
"""Units around a place that its count may depend on."""

CHUNK: Final = 1 << 16
"""Places looked up at a time: so many that what a call costs is little, and the arrays small."""

LETTER, CAPITAL, DIGIT = 1, 2, 3
"""Kinds of units that words are made of."""

_SPACE: Final = ord(" ")
_ZERO: Final = np.uint16(ord("0"))
_TEN: Final = np.uint16(10)


_RADIX: Final = 0x9E3779B97F4A7C15
"""Base of the polynomial that hashes a word; odd, so that it has an inverse modulo 2**64."""
_BEFORE: Final = np.uint64(0xC2B2AE3D27D4EB4F)
_MIX: Final = np.uint64(0x165667B19E3779F9)
_HALF: Final = np.uint64(32)
_LONGEST_PASS: Final = CHUNK + 2 * REACH
_POWERS: Final = np.cumprod(np.full(_LONGEST_PASS, _RADIX, np.uint64), dtype=np.uint64)
_INVERSES: Final = np.cumprod(
    np.full(_LONGEST_PASS, pow(_RADIX, -1, 1 << 64), np.uint64), dtype=np.uint64
)


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


def fold(units: Units) -> Units:
    """Take all digits for zeros: which they are matters little, how many matters.

    >>> fold(np.array([49, 57, 97], np.uint16))
    array([48, 48, 97], dtype=uint16)
    """
    above = units - _ZERO
    above *= above < _TEN
    return units - above


def before_factors(alike: Units) -> Hashes:
    """Give what the unit before a word adds to its hash, by what the unit counts as.

    >>> before_factors(np.array([0, 0, 1], np.uint16)).tolist()
    [14029467366897019727, 14029467366897019727, 9612190660084487838]
    """
    return (alike.astype(np.uint64) + np.uint64(1)) * _BEFORE


def find_words(units: Units, kinds: NDArray[np.uint8], before: Hashes) -> tuple[Words, Mask]:
    """Find the words, and mark the units that are in none.

    A word is a run of letters, or one of digits; a capital after a small letter starts another.

    Parameters
    ----------
    units : uint16[N]
        At most `CHUNK` + 2 `REACH`, with their digits folded.
    kinds : uint8[65536]
        `LETTER`, `CAPITAL` or `DIGIT` for units that words are made of, 0 for the rest.
    before : uint64[65536]
        What the unit before a word adds to the word's hash; see `before_factors`.

    Returns
    -------
    words : Words
    others : bool[N]

    Examples
    --------
    >>> kinds = np.zeros(65536, np.uint8)
    >>> kinds[97:123], kinds[65:91], kinds[48:58] = LETTER, CAPITAL, DIGIT
    >>> units = np.frombuffer(" getTheID00!".encode("utf-16-le"), np.uint16)
    >>> words, _ = find_words(units, kinds, before_factors(np.arange(65536).astype(np.uint16)))
    >>> words.first, words.last
    (array([1, 4, 7, 9]), array([ 4,  7,  9, 11]))
    """
    kind = np.zeros(len(units) + 2, np.uint8)
    kind[1:-1] = kinds.take(units)
    here, after = kind[:-1], kind[1:]
    change = (here != after) > ((here == CAPITAL) & (after == LETTER))
    inside = kind != 0
    first = (change & inside[1:]).nonzero()[0]
    last = (change & inside[:-1]).nonzero()[0]
    left = first - 1
    sums = units.astype(np.uint64)
    sums *= _POWERS[: len(units)]
    np.add.accumulate(sums, out=sums)
    hashes: Hashes = sums.take(last - 1)
    hashes -= sums.take(left)
    hashes *= _INVERSES.take(first)
    unit = units.take(left)
    hashes += before.take(unit)
    hashes ^= hashes >> _HALF
    hashes *= _MIX
    return Words(first, last, hashes, unit == _SPACE), ~inside[1:-1]
