"""Counts of numbers by size, in buckets that any two of them share, and quantiles of them.

Numbers below `EXACT` have a bucket each; above, each doubling has `STEPS` of one width. So sums of
counts are as good as counts of all, and a quantile is within 1/`EXACT` of the true one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

STEPS: Final = 64
EXACT: Final = 2 * STEPS
DOUBLINGS: Final = 34
"""Doublings above `EXACT`: numbers go up to 2**41, and those above share the last bucket."""

BUCKETS: Final = EXACT + DOUBLINGS * STEPS
_LAST: Final = (1 << 41) - 1


def bucket(values: Ints) -> Ints:
    """Give the bucket of each number.

    Parameters
    ----------
    values : int64[N]
        Not negative.

    Returns
    -------
    int64[N]

    Examples
    --------
    >>> bucket(np.array([0, 127, 128, 129, 130, 255, 256]))
    array([  0, 127, 128, 128, 129, 191, 192])
    """
    values = np.minimum(values, _LAST)
    # A float64 holds these numbers exactly, and its exponent is the doubling.
    doubling = np.frexp(values.astype(np.float64))[1].astype(np.int64) - 8
    doubling = np.maximum(doubling, -1)
    step = values >> np.maximum(doubling + 1, 0)
    found: Ints = np.where(doubling < 0, values, EXACT + doubling * STEPS + step - STEPS)
    return found


def start(buckets: Ints) -> Ints:
    """Give the smallest number of each bucket.

    Parameters
    ----------
    buckets : int64[N]

    Returns
    -------
    int64[N]

    Examples
    --------
    >>> start(np.array([0, 127, 128, 129, 192]))
    array([  0, 127, 128, 130, 256])
    """
    doubling = np.maximum((buckets - EXACT) // STEPS, -1)
    step = (buckets - EXACT) % STEPS + STEPS
    found: Ints = np.where(doubling < 0, buckets, step << (doubling + 1))
    return found


def count(values: Ints) -> Ints:
    """Count numbers by bucket.

    Parameters
    ----------
    values : int64[N]
        Not negative.

    Returns
    -------
    int64[BUCKETS]

    Examples
    --------
    >>> count(np.array([3, 3, 5]))[:6]
    array([0, 0, 0, 2, 0, 1])
    """
    return np.bincount(bucket(values), minlength=BUCKETS).astype(np.int64)


def quantiles(counts: Ints, shares: NDArray[np.float64]) -> Ints:
    """Give quantiles: the middle of the bucket in which so large a share is reached.

    Parameters
    ----------
    counts : int64[BUCKETS]
        Not all zero.
    shares : float64[Q]

    Returns
    -------
    int64[Q]

    Examples
    --------
    >>> quantiles(count(np.arange(1, 101)), np.array([0.5, 0.9, 1.0]))
    array([ 50,  90, 100])
    """
    ends = np.cumsum(counts)
    ranks = np.maximum(1, np.ceil(shares * ends[-1] - 1e-9)).astype(np.int64)
    found = ends.searchsorted(ranks)
    first = start(found)
    middle: Ints = (first + start(found + 1) - 1) // 2
    return middle
