"""Blocks of a long text chosen at random, and the total that they estimate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from tokest.kernels.windows import CHUNK, REACH, Tables, look_up, sum_between

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from tokest.kernels.windows import Places, Sums, Tables

    Units = NDArray[np.uint8] | NDArray[np.uint16]

BLOCK: Final = 512
"""Units of a block: long beside the context it needs, short so that there are many."""

_AT_ONCE: Final = CHUNK // (BLOCK + 2 * REACH)


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """Sums over blocks.

    Attributes
    ----------
    sums : int64[E, B], 1/UNIT token
    unsure : int64[B], places
    """

    sums: Sums
    unsure: Sums


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
    >>> from tokest.kernels.windows import EMPTY, SLOT_BITS
    >>> none = np.zeros(65536, np.uint64)
    >>> slots = np.full(1 << SLOT_BITS, EMPTY)
    >>> tables = Tables(none.astype(np.uint8), none, slots, none.astype(np.uint16))
    >>> found = measure(np.ones(2000, np.uint8), np.array([0, 900]), tables, np.ones((1, 65536)))
    >>> found.sums
    array([[512, 512]])
    """
    parts = list(_batches(padded, starts, tables, values))
    sums, unsure = zip(*parts, strict=True)
    return Sample(np.concatenate(sums, axis=1), np.concatenate(unsure))


def _batches(
    padded: Units, starts: Places, tables: Tables, values: NDArray[np.int16]
) -> Iterator[tuple[Sums, Sums]]:
    around = np.arange(BLOCK + 2 * REACH)
    for first in range(0, len(starts), _AT_ONCE):
        some = starts[first : first + _AT_ONCE]
        units = padded.take(some[:, None] + around).astype(np.uint16, copy=False).ravel()
        opened = np.arange(len(some)) * len(around) + REACH
        yield sum_between(look_up(units, tables), np.stack([opened, opened + BLOCK]), values)


def spread(sums: Sums, share: float) -> NDArray[np.float64]:
    """Give the standard error of the total, relative to it, from blocks in order.

    Neighbours stand in neighbouring parts of the text, so what differs between them is what one
    block of a part says nothing about.

    Parameters
    ----------
    sums : int64[E, B]
    share : float
        Share of the text that the blocks cover.

    Returns
    -------
    float64[E]

    Examples
    --------
    >>> spread(np.array([[10, 12, 10, 12]]), 0.5).round(3)
    array([0.045])
    """
    blocks = sums.shape[1]
    steps = np.diff(sums, axis=1).astype(np.float64)
    variance = (steps**2).sum(axis=1) / (2 * (blocks - 1)) * blocks * (1 - share)
    found: NDArray[np.float64] = np.sqrt(variance) / np.maximum(sums.sum(axis=1), 1)
    return found
