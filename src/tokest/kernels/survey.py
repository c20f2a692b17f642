"""Totals of a population estimated from a sample of its clusters, with their standard errors.

Neighbours among the clusters make strata, and two clusters are drawn from each. Totals are those
of a known size times a ratio of sums, so that what is far from proportion alone makes an error.
See Cochran, Sampling Techniques (1977), 6.11 and 11.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

NORMAL: Final = 1.959964
"""Standard errors on either side of a mean that hold 95 % of a normal distribution."""


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """Clusters that were drawn.

    Attributes
    ----------
    clusters : int64[H, 2]
        Two of each stratum, different ones.
    sizes : int64[H]
        Clusters of each stratum.
    """

    clusters: Ints
    sizes: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Totals:
    """Estimated totals.

    Attributes
    ----------
    totals, errors : float64[K]
        Sums, and their standard errors.
    factors : float64[K]
        Standard errors on either side that hold 95 %, for so few strata.
    """

    totals: Floats
    errors: Floats
    factors: Floats


def draw(clusters: int, wanted: int, rng: np.random.Generator) -> Drawn:
    """Draw two clusters from each of about ``wanted / 2`` runs of neighbours.

    Parameters
    ----------
    clusters : int
        At least 2.
    wanted : int
    rng : Generator

    Returns
    -------
    Drawn

    Examples
    --------
    >>> drawn = draw(100, 10, np.random.default_rng(0))
    >>> drawn.sizes.tolist(), (drawn.clusters // 20).tolist()
    ([20, 20, 20, 20, 20], [[0, 0], [1, 1], [2, 2], [3, 3], [4, 4]])
    """
    strata = max(1, min(wanted // 2, clusters // 2))
    edges = np.arange(strata + 1) * clusters // strata
    sizes = np.diff(edges)
    first = (rng.random(strata) * sizes).astype(np.int64)
    second = (rng.random(strata) * (sizes - 1)).astype(np.int64)
    second += second >= first
    return Drawn(np.stack([first, second], axis=1) + edges[:-1, None], sizes)


def estimate(sums: Floats, sizes: Floats, drawn: Drawn, whole: float) -> Totals:
    """Estimate totals from the sums of the clusters that were drawn.

    Parameters
    ----------
    sums : float64[K, H, 2]
        What is estimated, of each cluster.
    sizes : float64[H, 2]
        The size of each cluster, which goes along with the sums.
    drawn : Drawn
    whole : float
        The size of all clusters together.

    Returns
    -------
    Totals

    Examples
    --------
    >>> drawn = draw(100, 10, np.random.default_rng(0))
    >>> sizes = drawn.clusters + 1.0
    >>> found = estimate(3 * sizes[None], sizes, drawn, 5050.0)
    >>> found.totals, found.errors
    (array([15150.]), array([0.]))
    """
    weights = drawn.sizes / 2
    size = float((sizes.sum(axis=1) * weights).sum())
    if size == 0:
        nothing = np.zeros(len(sums))
        return Totals(nothing, nothing + np.inf, nothing + 1)
    ratios = (sums.sum(axis=2) * weights).sum(axis=1) / size
    left = sums - ratios[:, None, None] * sizes
    spread = (left[:, :, 0] - left[:, :, 1]) ** 2 / 2
    parts = drawn.sizes * (drawn.sizes - 2) * spread / 2 * (whole / size) ** 2
    variance = parts.sum(axis=1)
    with np.errstate(invalid="ignore"):
        freedom = variance**2 / (parts**2).sum(axis=1)
    freedom = np.where(variance > 0, freedom, 1.0)
    return Totals(ratios * whole, np.sqrt(variance), student(freedom))


def student(freedom: Floats) -> Floats:
    """Give the 97.5 % quantile of Student's distribution, to two digits from 4 degrees on.

    Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 26.7.5.

    Parameters
    ----------
    freedom : float64[N]

    Returns
    -------
    float64[N]

    Examples
    --------
    >>> student(np.array([5.0, 30.0, np.inf])).round(3)
    array([2.57 , 2.042, 1.96 ])
    """
    z = NORMAL
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    found: Floats = np.full(len(freedom), z)
    for power, term in enumerate(terms, start=1):
        found = found + term / freedom**power
    return found


def clusters_needed(clusters: int, drawn: int, off: float, wanted: float) -> int:
    """Say how many clusters make an error as small as wanted, from what some made.

    The square of an error goes with the share that is left over the number drawn.

    Parameters
    ----------
    clusters, drawn : int
        All of them, and those that were drawn.
    off, wanted : float
        The error they made, and the one that is wanted.

    Returns
    -------
    int

    Examples
    --------
    >>> clusters_needed(1_000_000, 100, 0.02, 0.01), clusters_needed(150, 100, 0.02, 0.01)
    (400, 134)
    """
    if drawn >= clusters or off == 0:
        return drawn
    many = drawn / (1 - drawn / clusters) * (off / wanted) ** 2
    return int(np.ceil(many / (1 + many / clusters)))
