"""Free quota that runs down day by day, in many draws at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def burn(amount: float, used: Floats) -> Floats:
    """Give the share of each day's use that a quota covers, first come first served.

    Parameters
    ----------
    amount : float, units
    used : float64[T, S], units
        Use of each day.

    Returns
    -------
    float64[T, S], share

    Examples
    --------
    >>> burn(25.0, np.array([[10.0], [10.0], [10.0], [10.0]])).ravel().tolist()
    [1.0, 1.0, 0.5, 0.0]
    """
    before = np.cumsum(used, axis=0) - used
    left = np.maximum(amount - before, 0.0)
    return np.where(used > 0, np.minimum(left / np.maximum(used, 1e-300), 1.0), 1.0)


def last_day(amount: float, used: Floats) -> NDArray[np.intp]:
    """Give the day on which a quota is used up in each draw; T where it is not.

    Parameters
    ----------
    amount : float, units
    used : float64[T, S], units

    Returns
    -------
    intp[S]

    Examples
    --------
    >>> last_day(25.0, np.array([[10.0, 1.0], [10.0, 1.0], [10.0, 1.0]])).tolist()
    [2, 3]
    """
    reached = np.cumsum(used, axis=0) >= amount
    return np.where(reached.any(axis=0), reached.argmax(axis=0), len(used))


def remaining(amount: float, used: Floats) -> Floats:
    """Give what is left of a quota at the beginning of each day, and after the last.

    Parameters
    ----------
    amount : float, units
    used : float64[T, S], units

    Returns
    -------
    float64[T + 1, S], units

    Examples
    --------
    >>> remaining(25.0, np.array([[10.0], [10.0], [10.0]])).ravel().tolist()
    [25.0, 15.0, 5.0, 0.0]
    """
    before = np.concatenate([np.zeros((1, used.shape[1])), np.cumsum(used, axis=0)])
    return np.maximum(amount - before, 0.0)
