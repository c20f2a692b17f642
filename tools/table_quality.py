"""Say what a table is worth: factor, errors and intervals from held-out documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from tokest.tokens.table_quality import STRANGE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

INSIDE: Final = 0.9
"""Share of documents that an interval holds."""

INSIDE_STRANGE: Final = 0.96
"""The same where text is strange: there the documents measured say least about others."""

WIDER: Final = 1.08
"""Documents of other repositories lie further off than those of the same; so much, measured."""

SIZES: Final = (30, 100, 300, 1000, 3000, None)
STRANGENESS: Final = (0.3, 0.5, 0.75, 1.0, 1.2, 1.5, 2.0, None)
"""Classes of intervals: tokens, and how strange the text is."""

FEWEST: Final = 60
"""Documents of a class that make an interval of its own."""


def measure(
    true: Array, expected: Array, odd: Array, kinds: Array, halves: Array
) -> dict[str, Any]:
    """Give what `tables.json` says of an encoding, and print it by kind.

    The coverage printed is that of intervals from the other half of the documents.
    """
    middle, total = np.median(true / expected), true.sum() / expected.sum()
    factor = round(float(np.sqrt(middle * total)), 4)
    guess = np.maximum(1, np.round(expected * factor))
    ratio, strange = true / guess, (odd / np.array(STRANGE)[:, None] / guess).max(axis=0)
    error = np.abs(1 / ratio - 1)
    found = {
        "median": round(float(np.median(error)), 4),
        "p90": round(float(np.quantile(error, 0.9)), 4),
        "total": round(float(guess.sum() / true.sum() - 1), 4),
    }
    inside = covered(ratio, guess, strange, halves)
    print(found, f"inside the interval: {inside.mean():.1%}")
    for kind in np.unique(kinds):
        rows = kinds == kind
        print(f"  {kind:12}{np.median(error[rows]):7.1%}{inside[rows].mean():8.1%}")
    return {"factor": factor, "error": found, "intervals": intervals(ratio, guess, strange)}


def intervals(ratio: Array, guess: Array, strange: Array) -> list[dict[str, Any]]:
    """Bound the ratio of true over expected in each class, wide enough for most of it."""
    found = []
    for limit, least in zip(STRANGENESS, (-1.0, *STRANGENESS[:-1]), strict=True):
        row = (strange > least) & (strange <= (np.inf if limit is None else limit))
        share = INSIDE if least < 1 else INSIDE_STRANGE
        for up_to, above in zip(SIZES, (0, *SIZES[:-1]), strict=True):
            column = (guess > above) & (guess <= (np.inf if up_to is None else up_to))
            wide = next(m for m in (row & column, row, column, row | ~row) if m.sum() >= FEWEST)
            low, high = _bounds(ratio[wide], share)
            limits = {"strange": limit, "up_to": up_to}
            kept = {name: value for name, value in limits.items() if value is not None}
            found.append({**kept, "low": low, "high": high})
    return found


def covered(ratio: Array, guess: Array, strange: Array, halves: Array) -> Array:
    """Say of each document whether it lies inside an interval that the other half made."""
    inside = np.zeros(len(ratio), np.bool_)
    for half in (0, 1):
        train = halves != half
        for bounds in reversed(intervals(ratio[train], guess[train], strange[train])):
            rows = (halves == half) & (strange <= bounds.get("strange", np.inf))
            rows &= guess <= bounds.get("up_to", np.inf)
            low = np.floor(guess[rows] * bounds["low"]) / guess[rows]
            high = np.ceil(guess[rows] * bounds["high"]) / guess[rows]
            inside[rows] = (low <= ratio[rows]) & (ratio[rows] <= high)
    return inside


def _bounds(ratio: Array, share: float) -> tuple[float, float]:
    low, high = np.quantile(ratio, ((1 - share) / 2, (1 + share) / 2))
    low, high = (1 - (1 - min(1.0, low)) * WIDER, 1 + (max(1.0, high) - 1) * WIDER)
    return round(max(0.01, float(low)), 3), round(float(high), 3)
