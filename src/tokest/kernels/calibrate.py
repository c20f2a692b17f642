"""A line through pairs of which some are wrong: overhead and slope, with their errors.

A count is a sum over a text, so that its error grows with the root of its length: residuals are
divided by the root of the estimate, plus a constant, wherever they are compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Mask = NDArray[np.bool_]

MOST_START: Final = 500
"""Pairs that the start is made of: the slopes between all of them are looked at."""

MOST_STEPS: Final = 50

FAR: Final = 3.0
"""Standard deviations from which a pair is left out of the last fit."""

SLACK: Final = 16.0
"""Tokens that are added to an estimate when its error is judged."""

LEAST_SPREAD: Final = 0.05
"""Tokens are whole, so that even exact counts spread by a little."""

_MAD: Final = 1.4826
"""Turns the median deviation into the standard deviation of a normal distribution."""


@dataclass(frozen=True, slots=True)
class Line:
    """``billed = overhead + slope x estimate``, the covariance of both, and what was kept."""

    overhead: float
    slope: float
    covariance: Floats
    spread: float
    kept: Mask


def weights_of(estimates: Floats) -> Floats:
    """Give the inverse of the standard deviation of each pair, up to a common factor.

    Parameters
    ----------
    estimates : float64[N], tokens

    Returns
    -------
    float64[N]

    Examples
    --------
    >>> weights_of(np.array([0.0, 84.0]))
    array([0.25, 0.1 ])
    """
    found: Floats = 1 / np.sqrt(SLACK + estimates)
    return found


def fit_line(estimates: Floats, billed: Floats) -> Line:
    """Fit a line that up to half of the pairs cannot pull away.

    Theil and Sen's median of slopes starts it; least trimmed squares over the better half of the
    pairs is then repeated until the half stays the same (Rousseeuw and van Driessen, 2006,
    https://doi.org/10.1007/s10618-005-0024-4); least squares over all pairs within `FAR` robust
    standard deviations ends it.

    Parameters
    ----------
    estimates : float64[N], tokens
    billed : float64[N], tokens

    Returns
    -------
    Line

    Examples
    --------
    >>> estimates = np.arange(10.0) * 100
    >>> billed = 11 + 1.02 * estimates
    >>> billed[3] = 9_000
    >>> line = fit_line(estimates, billed)
    >>> round(line.overhead, 6), round(line.slope, 6), int(line.kept.sum())
    (11.0, 1.02, 9)
    """
    weights = weights_of(estimates)
    slope, overhead = _start(estimates, billed)
    half = len(estimates) // 2 + 1
    chosen = np.zeros(0, np.intp)
    for _ in range(MOST_STEPS):
        off = np.abs(billed - overhead - slope * estimates) * weights
        nearest = np.sort(np.argpartition(off, half - 1)[:half])
        if np.array_equal(nearest, chosen):
            break
        chosen = nearest
        overhead, slope, _ = _squares(estimates[chosen], billed[chosen], weights[chosen])
    off = np.abs(billed - overhead - slope * estimates) * weights
    spread = max(_MAD * float(np.median(off)), LEAST_SPREAD)
    kept = off <= FAR * spread
    overhead, slope, inverse = _squares(estimates[kept], billed[kept], weights[kept])
    rest = (billed - overhead - slope * estimates)[kept] * weights[kept]
    variance = float(rest @ rest) / max(int(kept.sum()) - 2, 1)
    spread = max(variance**0.5, LEAST_SPREAD)
    return Line(overhead, slope, inverse * spread**2, spread, kept)


def _start(estimates: Floats, billed: Floats) -> tuple[float, float]:
    """Give the median slope between pairs, and the median overhead it leaves."""
    order = np.argsort(estimates, kind="stable")
    step = max(1, -(-len(order) // MOST_START))
    x, y = estimates[order[::step]], billed[order[::step]]
    left, right = np.triu_indices(len(x))
    apart = x[right] - x[left]
    far = apart > 0
    if not far.any():
        return 1.0, float(np.median(billed - estimates))
    slope = float(np.median((y[right] - y[left])[far] / apart[far]))
    return slope, float(np.median(billed - slope * estimates))


def _squares(x: Floats, y: Floats, weights: Floats) -> tuple[float, float, Floats]:
    """Solve weighted least squares; also give the inverse of the normal matrix."""
    design = np.stack([weights, weights * x])
    normal = design @ design.T
    if np.linalg.matrix_rank(normal) < len(normal):  # all estimates are the same
        return float(np.mean(y - x)), 1.0, np.diag([1 / float(weights @ weights), 0.0])
    inverse = np.linalg.inv(normal)
    overhead, slope = inverse @ (design @ (y * weights))
    return float(overhead), float(slope), inverse
