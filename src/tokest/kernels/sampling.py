"""Blocks of a long text chosen at random, and the total that they estimate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from tokest.kernels.sums import sum_between
from tokest.kernels.windows import look_up
from tokest.kernels.words import CHUNK, REACH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from tokest.kernels.sums import Sums
    from tokest.kernels.windows import Places, Tables

    Units = NDArray[np.uint8] | NDArray[np.uint16]

BLOCK: Final = 128
"""Units of a block: long beside the context it needs, short so that there are many."""

TRAITS: Final = 10
"""How many traits there are."""

_COUNTED_AT_ONCE: Final = 1 << 17
"""Units whose traits are counted at a time: so many that what a call costs is little."""

_TWO_BYTES, _THREE_BYTES = 0x80, 0x800
"""The first units of so many bytes in UTF-8."""

_HALF_BITS, _HALF = 0xF800, 0xD800
"""The bits that tell a half of a surrogate pair, and what they are."""

_AT_ONCE: Final = CHUNK // (BLOCK + 2 * REACH)


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """Sums over blocks.

    Attributes
    ----------
    sums : int64[E, B], 1/UNIT token
    odd : int64[3, B], places
    traits : int64[F, B], units
        See `traits`.
    """

    sums: Sums
    odd: Sums
    traits: Sums


def choose(size: int, blocks: int, rng: np.random.Generator) -> Places:
    """Place one block at random in each of as many equal parts of a text.

    Parameters
    ----------
    size : int
        Units of the text.
    blocks : int
        At most ``size // BLOCK``.
    rng : Generator

    Returns
    -------
    intp[blocks]
        Where the blocks start, increasing and without overlaps.

    Examples
    --------
    >>> starts = choose(10_000, 4, np.random.default_rng(0))
    >>> starts // 2500
    array([0, 1, 2, 3])
    """
    width = size / blocks
    return ((np.arange(blocks) + rng.random(blocks) * (1 - BLOCK / width)) * width).astype(np.intp)


def measure(padded: Units, starts: Places, tables: Tables, values: NDArray[np.int16]) -> Sample:
    """Sum the expected tokens of some blocks, each seen with what stands around it.

    Parameters
    ----------
    padded : uint8[N + 2 REACH] or uint16[N + 2 REACH]
        A text with `REACH` zeros before and after it.
    starts : intp[B]
        Where in the text the blocks start.
    tables : Tables
    values : int16[E, 65536], 1/UNIT token

    Returns
    -------
    Sample

    Examples
    --------
    >>> from tokest.kernels.windows import EMPTY, SLOT_BITS, Tables
    >>> none = np.zeros(65536, np.uint64)
    >>> slots = np.full(1 << SLOT_BITS, EMPTY)
    >>> tables = Tables(none.astype(np.uint8), none, slots, none.astype(np.uint16))
    >>> values = np.ones((1, 65536), np.int16)
    >>> measure(np.ones(2000, np.uint8), np.array([0, 900]), tables, values).sums
    array([[128, 128]])
    """
    parts = list(_batches(padded, starts, tables, values))
    return Sample(*(np.concatenate(part, axis=1) for part in zip(*parts, strict=True)))


def _batches(
    padded: Units, starts: Places, tables: Tables, values: NDArray[np.int16]
) -> Iterator[tuple[Sums, Sums, Sums]]:
    around = np.arange(BLOCK + 2 * REACH)
    for first in range(0, len(starts), _AT_ONCE):
        some = starts[first : first + _AT_ONCE]
        rows = padded.take(some[:, None] + around)
        found = look_up(rows.astype(np.uint16, copy=False).ravel(), tables)
        opened = np.arange(len(some)) * len(around) + REACH
        sums, odd = sum_between(found, np.stack([opened, opened + BLOCK]), values)
        yield sums, odd, traits(rows[:, REACH - 1 : -REACH])


def traits(rows: Units) -> Sums:
    """Count what is quickly counted and goes along with tokens, row by row.

    Parameters
    ----------
    rows : uint8[R, N + 1] or uint16[R, N + 1]
        The first unit of each row is only seen as what stands before the second.

    Returns
    -------
    int64[F, R], units
        All; letters, word starts, capitals, digits; spaces, newlines; units that are the one
        before them again; units beyond ASCII, and from the first CJK block on.

    Examples
    --------
    >>> traits(np.frombuffer(b" Two  words, 12", np.uint8)[None, :]).ravel().tolist()
    [14, 8, 2, 1, 2, 3, 0, 1, 0, 0]
    """
    kind = rows.dtype.type
    letter = ((rows | kind(32)) - kind(ord("a"))) < kind(26)
    here = rows[:, 1:]
    marks = [
        letter[:, 1:],
        letter[:, 1:] > letter[:, :-1],
        (here - kind(ord("A"))) < kind(26),
        (here - kind(ord("0"))) < kind(10),
        here == kind(ord(" ")),
        here == kind(ord("\n")),
        here == rows[:, :-1],
    ]
    if rows.dtype != np.uint8:
        marks += [here >= kind(0x80), here >= kind(0x2E80)]
    counts = [_count(mark) for mark in marks]
    none = np.zeros(len(rows), np.int64)
    return np.stack([none + here.shape[1], *counts, *[none] * (9 - len(counts))])


def _count(marks: NDArray[np.bool_]) -> Sums:
    """Count row by row; a row alone is counted as a whole, which is many times as fast."""
    if len(marks) == 1:
        return np.array([np.count_nonzero(marks)], np.int64)
    counts: Sums = np.count_nonzero(marks, axis=1)
    return counts


def totals(padded: Units) -> Sums:
    """Count the traits of a whole text, int64[F].

    >>> totals(np.zeros(2 * REACH + 7, np.uint8))[0]
    np.int64(7)
    """
    found = np.zeros(TRAITS, np.int64)
    for start in range(REACH, len(padded) - REACH, _COUNTED_AT_ONCE):
        stop = min(start + _COUNTED_AT_ONCE, len(padded) - REACH)
        found += traits(padded[None, start - 1 : stop])[:, 0]
    return found


def octets(units: Units) -> int:
    """Count the bytes that a text of UTF-16 units has in UTF-8: two of each half of a pair.

    >>> octets(np.frombuffer("aé中😀".encode("utf-16-le"), np.uint16))
    10
    """
    found = len(units)
    for start in range(0, len(units), _COUNTED_AT_ONCE):
        some = units[start : start + _COUNTED_AT_ONCE]
        for marks in (some >= _TWO_BYTES, some >= _THREE_BYTES):
            found += int(np.count_nonzero(marks))
        found -= int(np.count_nonzero((some & _HALF_BITS) == _HALF))
    return found


def estimate(sample: Sample, whole: Sums) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Estimate the sums of a text from its blocks, with the help of traits counted everywhere.

    What the traits say of a block's sum is fitted by least squares; the text's sum is what they
    say of the whole, for what is left over averages to zero. How far that goes astray is told by
    neighbouring blocks: one is drawn from each part of the text, so that only what differs within
    a part is left to chance, and half the square of the difference of two parts is no less.

    Parameters
    ----------
    sample : Sample
    whole : int64[F], units
        Traits of the whole text.

    Returns
    -------
    sums : float64[E], 1/UNIT token
    errors : float64[E]
        Standard errors, relative to the sums.

    Examples
    --------
    >>> seen = np.array([[512, 512, 512], [90, 80, 70]] + 8 * [[0, 0, 0]])
    >>> sample = Sample(sums=seen[1:2] * 256, odd=seen[:3], traits=seen)
    >>> sums, errors = estimate(sample, np.array([5120, 900] + 8 * [0]))
    >>> sums.round(), errors.round(9)
    (array([230400.]), array([0.]))
    """
    seen = sample.traits.T.astype(np.float64)
    sums_seen = sample.sums.T.astype(np.float64)
    weights, _, rank, _ = np.linalg.lstsq(seen.T @ seen, seen.T @ sums_seen, rcond=None)
    apart = np.diff(sums_seen - seen @ weights, axis=0)
    blocks = len(seen)
    share = min(1.0, blocks * BLOCK / whole[0])
    deviation = np.sqrt((apart**2).sum(axis=0) / 2 / max(1, blocks - rank))
    sums = whole @ weights
    errors = deviation / np.sqrt(blocks) * np.sqrt(1 - share) * whole[0] / BLOCK
    return sums, errors / np.maximum(sums, 1)
