"""Uncertain numbers: quantiles of distributions, and what is seen in many draws."""

from __future__ import annotations

from math import gcd
from statistics import NormalDist
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

NORMAL: Final = NormalDist()
Z90: Final = NORMAL.inv_cdf(0.9)

# Coefficients of Wichura's algorithm AS 241, PPND7 (Applied Statistics 37, 1988), highest first.
_MIDDLE: Final = (
    (5.9109374720e01, 1.5929113202e02, 5.0434271938e01, 3.3871327179e00),
    (6.7187563600e01, 7.8757757664e01, 1.7895169469e01, 1.0),
)
_SIDES: Final = (
    (1.7023821103e-01, 1.3067284816e00, 2.7568153900e00, 1.4234372777e00),
    (1.2021132975e-01, 7.3700164250e-01, 1.0),
)
_TAILS: Final = (
    (1.7337203997e-02, 4.2868294337e-01, 3.0812263860e00, 6.6579051150e00),
    (1.2258202635e-02, 2.4197894225e-01, 1.0),
)


def normal_quantile(u: Floats) -> Floats:
    """Give the quantiles of the standard normal distribution, to 7 digits.

    Parameters
    ----------
    u : float64[...], probability
        Above 0 and below 1.

    Returns
    -------
    float64[...]

    Examples
    --------
    >>> normal_quantile(np.array([0.5, 0.975])).round(6).tolist()
    [0.0, 1.959964]
    """
    q = u - 0.5
    r = 0.180625 - q * q
    found: Floats = q * np.polyval(_MIDDLE[0], r) / np.polyval(_MIDDLE[1], r)
    outside = np.abs(q) > 0.425  # noqa: PLR2004  # where AS 241 changes its formula
    tail = np.sqrt(-np.log(np.minimum(u, 1 - u)[outside]))
    side = np.polyval(_SIDES[0], tail - 1.6) / np.polyval(_SIDES[1], tail - 1.6)
    far = np.polyval(_TAILS[0], tail - 5.0) / np.polyval(_TAILS[1], tail - 5.0)
    found[outside] = np.copysign(np.where(tail <= 5.0, side, far), q[outside])  # noqa: PLR2004
    return found


def lognormal_sigma(mean: float, p90: float) -> float:
    """Give the sigma of a lognormal distribution from its mean and its 90 % quantile.

    Both are given by ``p90 / mean = exp(z sigma - sigma^2 / 2)``; the smaller root is taken.

    >>> round(lognormal_sigma(100.0, 180.0), 4)
    0.5983
    """
    logarithm = float(np.log(p90 / mean))
    return float(Z90 - np.sqrt(Z90 * Z90 - 2 * logarithm))


LARGEST_P90: Final = float(np.exp(Z90 * Z90 / 2))
"""The 90 % quantile of a lognormal distribution is at most so many times its mean."""


def lognormal_quantile(u: Floats, mean: float, p90: float) -> Floats:
    """Give quantiles of a lognormal distribution.

    Parameters
    ----------
    u : float64[...], probability
    mean, p90 : float

    Returns
    -------
    float64[...]

    Examples
    --------
    >>> lognormal_quantile(np.array([0.9]), 100.0, 180.0).round(3).tolist()
    [180.0]
    """
    sigma = lognormal_sigma(mean, p90)
    found: Floats = mean * np.exp(sigma * normal_quantile(u) - sigma * sigma / 2)
    return found


def lognormal_nodes(size: int, mean: float, p90: float) -> Floats:
    """Cut a lognormal distribution into equally likely parts and give the mean of each.

    Parameters
    ----------
    size : int
    mean, p90 : float

    Returns
    -------
    float64[size], increasing
        Their mean is that of the distribution.

    Examples
    --------
    >>> nodes = lognormal_nodes(4, 100.0, 180.0)
    >>> nodes.round(1).tolist(), round(float(nodes.mean()), 9)
    ([40.6, 69.3, 102.2, 187.9], 100.0)
    """
    sigma = lognormal_sigma(mean, p90)
    cuts = [NORMAL.inv_cdf(i / size) - sigma for i in range(1, size)]
    below = np.array([0.0, *map(NORMAL.cdf, cuts), 1.0])
    found: Floats = mean * size * np.diff(below)
    return found


def empirical_nodes(size: int, values: Floats) -> Floats:
    """Cut a sample into equally likely parts and give the mean of each.

    Parameters
    ----------
    size : int
    values : float64[N], sorted

    Returns
    -------
    float64[size], increasing

    Examples
    --------
    >>> empirical_nodes(2, np.array([1.0, 2.0, 6.0])).round(3).tolist()
    [1.333, 4.667]
    """
    steps = np.arange(len(values) + 1) / len(values)
    sums = np.concatenate([[0.0], np.cumsum(values)]) / len(values)
    found: Floats = np.diff(np.interp(np.linspace(0, 1, size + 1), steps, sums)) * size
    return found


def shuffle_nodes(size: int, turn: int) -> NDArray[np.intp]:
    """Order nodes so that several lists of them, side by side, fill the space evenly.

    Parameters
    ----------
    size : int
    turn : int
        Which list: 0 stays as it is.

    Returns
    -------
    intp[size], a permutation

    Examples
    --------
    >>> shuffle_nodes(8, 0).tolist(), sorted(shuffle_nodes(8, 1).tolist()) == list(range(8))
    ([0, 1, 2, 3, 4, 5, 6, 7], True)
    """
    share = (0.0, 0.6180339887, 0.7548776662)[turn]  # of the golden ratio, the plastic number
    step = max(1, int(size * share))
    while gcd(step, size) > 1:
        step += 1
    return (np.arange(size) * step) % size


def spread(draws: Floats, shares: tuple[float, ...]) -> Floats:
    """Give quantiles along the last axis, and the mean after them.

    Parameters
    ----------
    draws : float64[..., S]
    shares : tuple of Q probabilities

    Returns
    -------
    float64[Q + 1, ...]

    Examples
    --------
    >>> spread(np.arange(11.0)[None, :], (0.1, 0.5)).ravel().tolist()
    [1.0, 5.0, 5.0]
    """
    if draws.shape[-1] == 1:
        return np.repeat(draws[None, ..., 0], len(shares) + 1, axis=0)
    places = np.asarray(shares) * (draws.shape[-1] - 1)
    low = np.floor(places).astype(np.intp)
    high = np.minimum(low + 1, draws.shape[-1] - 1)
    ordered = np.partition(draws, np.unique(np.concatenate([low, high])), axis=-1)
    found = ordered[..., low] + (places - low) * (ordered[..., high] - ordered[..., low])
    return np.concatenate([np.moveaxis(found, -1, 0), draws.mean(axis=-1)[None]])


def hats(grid: Floats, at: Floats) -> Floats:
    """Give the weights of a grid's points in a linear interpolation, each draw at its own place.

    Parameters
    ----------
    grid : float64[G], increasing
    at : float64[S]
        Beyond the grid its outermost pieces go on.

    Returns
    -------
    float64[S, G]
        Each row sums to 1.

    Examples
    --------
    >>> hats(np.array([0.0, 1.0]), np.array([0.5, 2.0])).tolist()
    [[0.5, 0.5], [-1.0, 2.0]]
    """
    found = np.zeros((len(at), len(grid)))
    if len(grid) == 1:
        found[:] = 1.0
        return found
    place = np.clip(grid.searchsorted(at) - 1, 0, len(grid) - 2)
    weight = (at - grid[place]) / (grid[place + 1] - grid[place])
    rows = np.arange(len(at))
    found[rows, place] = 1.0 - weight
    found[rows, place + 1] = weight
    return found
