"""Sets of 64-bit marks that only grow, as sorted arrays: eight bytes a mark."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Marks = NDArray[np.int64]
    Mask = NDArray[np.bool_]


def known(marks: Marks, runs: list[Marks]) -> Mask:
    """Say which marks are in one of the runs.

    Parameters
    ----------
    marks : int64[N]
    runs : list of int64[K]
        Sorted, each without a mark twice.

    Returns
    -------
    bool[N]

    Examples
    --------
    >>> known(np.array([1, 5]), [np.array([2, 5]), np.array([7])])
    array([False,  True])
    """
    found = np.zeros(len(marks), np.bool_)
    for run in runs:
        places = np.minimum(np.searchsorted(run, marks), len(run) - 1)
        found |= run[places] == marks
    return found


def add(marks: Marks, runs: list[Marks]) -> list[Marks]:
    """Add marks to the runs; as runs grow in powers of two, each mark is moved a few times only.

    Parameters
    ----------
    marks : int64[N]
    runs : list of int64[K]

    Returns
    -------
    list of int64[K]
        Sorted, the longest first.

    Examples
    --------
    >>> add(np.array([3, 1]), [np.array([2])])
    [array([1, 2, 3])]
    """
    grown = [*runs, np.unique(marks)] if len(marks) else list(runs)
    while len(grown) > 1 and len(grown[-2]) < 2 * len(grown[-1]):
        last = grown.pop()
        grown[-1] = np.unique(np.concatenate([grown[-1], last]))
    return grown


def first(marks: Marks) -> Mask:
    """Say which marks are the first of their value.

    Parameters
    ----------
    marks : int64[N]

    Returns
    -------
    bool[N]

    Examples
    --------
    >>> first(np.array([4, 2, 4]))
    array([ True,  True, False])
    """
    found = np.zeros(len(marks), np.bool_)
    found[np.unique(marks, return_index=True)[1]] = True
    return found
