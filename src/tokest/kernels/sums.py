"""Expected tokens of texts: what was looked up, summed in every encoding.

Numbers are integers, in units of 1/`UNIT` token, so that sums never depend on how texts are cut
or put together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from tokest.kernels.windows import ODD, look_up
from tokest.kernels.words import CHUNK, PAD, REACH

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tokest.kernels.windows import Found, Mask, Places, Tables, Units

    Sums = NDArray[np.int64]

UNIT: Final = 256
"""Parts of a token that sums are made of."""


def expect(
    units: Units, spans: Places, tables: Tables, values: NDArray[np.int16]
) -> tuple[Sums, Sums]:
    """Expect the tokens of texts, in every encoding.

    Parameters
    ----------
    units : uint16[N]
        The texts, with `PAD` zeros before, between and after them.
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
    >>> from tokest.kernels.windows import EMPTY, IDS, SLOT_BITS, Tables
    >>> none = np.zeros(65536, np.uint64)
    >>> slots = np.full(1 << SLOT_BITS, EMPTY)
    >>> tables = Tables(none.astype(np.uint8), none, slots, none.astype(np.uint16))
    >>> units = np.array([0, 0, 0, 0, 97, 98, 0, 0, 0, 0], np.uint16)
    >>> expect(units, np.array([[4], [6]]), tables, np.full((1, IDS + 1), UNIT, np.int16))
    (array([[512]]), array([[2],
           [2],
           [0]]))
    """
    if spans.shape[1] == 1 and len(units) <= CHUNK:
        found = look_up(units, tables)
        return _all(found, values), np.array([[np.count_nonzero(row)] for row in found.odd])
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


def _all(found: Found, values: NDArray[np.int16]) -> Sums:
    """Sum all that was found: a short text alone need not be told from others."""
    return np.array([[value.take(found.ids).sum(dtype=np.int64)] for value in values])


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
    >>> from tokest.kernels.windows import Found
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
