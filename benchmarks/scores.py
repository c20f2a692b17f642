"""How far guesses are from exact counts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Guess:
    """What a method says of each document: tokens, NaN where it refused, and perhaps a range."""

    tokens: Floats
    low: Floats | None = None
    high: Floats | None = None

    def at(self, rows: Mask) -> Guess:
        """Keep some of the documents."""
        if self.low is None or self.high is None:
            return Guess(self.tokens[rows])
        return Guess(self.tokens[rows], self.low[rows], self.high[rows])


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Errors are relative to the exact count; `coverage` and `width` are those of the range."""

    documents: int
    refused: int
    median: float
    p90: float
    p99: float
    bias: float
    coverage: float | None
    width: float | None


def score(exact: Floats, guess: Guess) -> Score:
    """Compare guesses with exact counts, document by document and in total.

    >>> found = score(np.array([10.0, 20.0]), Guess(np.array([11.0, 20.0])))
    >>> round(found.median, 3), round(found.bias, 3)
    (0.05, 0.033)
    """
    answered = ~np.isnan(guess.tokens)
    true, kept = exact[answered], guess.at(answered)
    if not len(true):
        return _nothing(len(exact))
    median, p90, p99 = np.quantile(np.abs(kept.tokens / true - 1), (0.5, 0.9, 0.99))
    coverage = width = None
    if kept.low is not None and kept.high is not None:
        coverage = float(np.mean((kept.low <= true) & (true <= kept.high)))
        width = float(np.median((kept.high - kept.low) / true))
    return Score(
        documents=len(true),
        refused=len(exact) - len(true),
        median=float(median),
        p90=float(p90),
        p99=float(p99),
        bias=float(kept.tokens.sum() / true.sum() - 1),
        coverage=coverage,
        width=width,
    )


def _nothing(refused: int) -> Score:
    nan = float("nan")
    return Score(
        documents=0,
        refused=refused,
        median=nan,
        p90=nan,
        p99=nan,
        bias=nan,
        coverage=None,
        width=None,
    )
