"""Totals of a data set from a sample of it, as sure as is asked for.

A first sample says how many clusters are needed, and a second one of so many is the answer: what
it says is not chosen by what it says. Where most clusters would be needed, all are counted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from tokest.errors import InputError
from tokest.frames.tally import Tally, empty_tally
from tokest.kernels.survey import Totals, clusters_needed, draw, estimate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from tokest.frames.population import Population
    from tokest.frames.readers.parts import Part

    Floats = NDArray[np.float64]
    Count = Callable[[Sequence[Part]], list[Tally]]

PILOT: Final = 200
"""Clusters of the first sample."""

MOST: Final = 0.8
"""If more than this share of the clusters is needed, all are counted."""

ROUNDS: Final = 3
"""Samples after the first, each larger, until one is sure enough."""

MARGIN: Final = 1.15
"""Clusters drawn over those that seem to be needed."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """How sure a sample should be (relative, 95 %), or how many rows it should have."""

    error: float | None
    rows: int | None


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What a sample said: the estimated sums, the tally of what was read, and how it was drawn.

    `totals` is ``None`` where all clusters were counted.
    """

    totals: Totals | None
    tally: Tally
    drawn: int
    size: int


def parse_wanted(text: str) -> Wanted:
    """Read how a sample is asked for: ``auto``, a number of rows, or a precision such as ``±1%``.

    >>> parse_wanted("auto"), parse_wanted("10000"), parse_wanted("±1%")
    (Wanted(error=0.005, rows=None), Wanted(error=None, rows=10000), Wanted(error=0.01, rows=None))
    """
    if text == "auto":
        return Wanted(0.005, None)
    if re.fullmatch(r"[1-9]\d{0,11}", text, re.ASCII):
        return Wanted(None, int(text))
    percent = re.fullmatch(r"(?:±|\+-)?(\d{0,2}(?:\.\d{1,4})?) ?%", text, re.ASCII)
    if percent and percent[1] not in {"", "."} and float(percent[1]):
        return Wanted(float(percent[1]) / 100, None)
    raise InputError("--sample", f"expected auto, a number of rows or ±1%, got {text!r}")


def sample(parts: Population, wanted: Wanted, count: Count, rng: np.random.Generator) -> Answer:
    """Sample parts, by what `count` says of some of them.

    The sums that are estimated are the `shares` of tallies; the tokens of every target must be
    sure enough.
    """
    drawn = PILOT
    for last in range(ROUNDS + 1):
        if drawn >= MOST * len(parts):
            return _all(parts, count)
        found = _sample(parts, drawn, count, rng)
        if wanted.error is None:
            rows = max(found.tally.rows, 1)
            needed = -(-(wanted.rows or 0) * found.drawn // rows)
            if last or needed == found.drawn:
                return found
            drawn = max(needed, 4)
            continue
        off = error_of(found)
        if off <= wanted.error:
            return found
        drawn = int(clusters_needed(len(parts), found.drawn, off, wanted.error) * MARGIN) + 2
    return found


def error_of(answer: Answer) -> float:
    """Give half of the interval of 95 % over the tokens, of the target for which it is widest.

    Of what holds no token the interval is of no width.
    """
    if answer.totals is None:
        return 0.0
    places = _token_places(len(answer.totals.totals))
    half = (answer.totals.errors * answer.totals.factors)[places]
    tokens = answer.totals.totals[places]
    if not np.isfinite(half).all():
        return float("inf")
    return float((half / np.maximum(tokens, 1)).max())


def _token_places(sums: int) -> NDArray[np.intp]:
    from tokest.frames.tally import ROW_SHARES, TARGET_SHARES  # noqa: PLC0415

    return np.arange(len(ROW_SHARES), sums, len(TARGET_SHARES))


def _sample(parts: Population, wanted: int, count: Count, rng: np.random.Generator) -> Answer:
    drawn = draw(len(parts), wanted, rng)
    chosen = [parts[number] for number in drawn.clusters.ravel().tolist()]
    tallies = count(chosen)
    sums = np.array([found.shares for found in tallies]).T.reshape(-1, *drawn.clusters.shape)
    sizes = np.array([part.size for part in chosen], np.float64).reshape(drawn.clusters.shape)
    totals = estimate(sums, sizes, drawn, float(parts.size))
    return Answer(totals, _sum(tallies), len(chosen), sum(part.size for part in chosen))


def _all(parts: Population, count: Count) -> Answer:
    """Count all."""
    tallies = count([parts[number] for number in range(len(parts))])
    return Answer(None, _sum(tallies), len(parts), parts.size)


def _sum(tallies: Sequence[Tally]) -> Tally:
    total = empty_tally(len(tallies[0].sums) if tallies else 0)
    for found in tallies:
        total.add(found)
    return total
