"""Say what a table is worth: factor, errors and intervals from held-out documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

LEVEL: Final = 0.9
SIZES: Final = (30, 100, 300, 1000, 3000, None)
UNSURE: Final = (0.3, 0.6, 1.0, 1.5, None)
"""Classes of intervals: tokens, and unsure places a token."""

FEWEST: Final = 80
"""Documents of a class that make an interval of its own."""


def measure(true: Array, expected: Array, unsure: Array, kinds: Array) -> dict[str, Any]:
    """Give what `tables.yaml` says of an encoding, and print it with the errors by kind."""
    factor = round(float(np.median(true / expected)), 4)
    guess = np.maximum(1, np.round(expected * factor))
    ratio, share = true / guess, unsure / guess
    error = np.abs(1 / ratio - 1)
    bounds = intervals(ratio, guess, share)
    found = {
        "median": round(float(np.median(error)), 4),
        "p90": round(float(np.quantile(error, 0.9)), 4),
        "total": round(float(guess.sum() / true.sum() - 1), 4),
    }
    print(
        found, {kind: round(float(np.median(error[kinds == kind])), 4) for kind in np.unique(kinds)}
    )
    return {"factor": factor, "error": found, "intervals": bounds}


def intervals(ratio: Array, guess: Array, share: Array) -> list[dict[str, Any]]:
    """Bound the ratio of true over expected in each class, wide enough for most of it."""
    found = []
    for unsure, least in zip(UNSURE, (-1.0, *UNSURE[:-1]), strict=True):
        row = (share > least) & (share <= (np.inf if unsure is None else unsure))
        for up_to, above in zip(SIZES, (0, *SIZES[:-1]), strict=True):
            column = (guess > above) & (guess <= (np.inf if up_to is None else up_to))
            wide = next(m for m in (row & column, row, column, row | ~row) if m.sum() >= FEWEST)
            low, high = _bounds(ratio[wide])
            limits = {"unsure": unsure, "up_to": up_to}
            kept = {name: limit for name, limit in limits.items() if limit is not None}
            found.append({**kept, "low": low, "high": high})
    return found


def _bounds(ratio: Array) -> tuple[float, float]:
    low, high = np.quantile(ratio, ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
    return round(min(1.0, float(low)), 3), round(max(1.0, float(high)), 3)
