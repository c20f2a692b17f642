"""Sums over rows that can be added to each other: of a batch, a part, a file, a data set."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeVar

import numpy as np

from tokest.kernels.buckets import BUCKETS, count

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from tokest.frames.job import Job
    from tokest.frames.kernel import Counted
    from tokest.frames.money import Prices
    from tokest.tokens.columns import Counts

    Ints = NDArray[np.int64]

Number = TypeVar("Number", int, float)

LONGEST: Final = 10
"""Longest rows that are kept."""

PROBLEMS: Final = 100
"""Problems that are kept in words; all are counted."""


@dataclass(slots=True)
class Sums:
    """Sums of one target.

    `rows` are the rows of each piece of its prices, and `spent` their tokens, low and high bounds;
    `over` counts rows that the model does not accept, `buckets` counts rows by their tokens.
    """

    tokens: int = 0
    low: int = 0
    high: int = 0
    most: int = 0
    over: int = 0
    rows: list[int] = field(default_factory=list)
    spent: list[list[int]] = field(default_factory=list)
    buckets: dict[int, int] = field(default_factory=dict)

    def histogram(self) -> Ints:
        """Give the counts of all buckets."""
        counts = np.zeros(BUCKETS, np.int64)
        for place, rows in self.buckets.items():
            counts[place] = rows
        return counts

    def add(self, other: Sums) -> None:
        """Add other sums of the same target."""
        self.tokens += other.tokens
        self.low += other.low
        self.high += other.high
        self.most = max(self.most, other.most)
        self.over += other.over
        self.rows = _added(self.rows, other.rows)
        none: list[list[int]] = [[], [], []]
        both = zip(self.spent or none, other.spent or none, strict=True)
        self.spent = [_added(some, more) for some, more in both]
        for place, rows in other.buckets.items():
            self.buckets[place] = self.buckets.get(place, 0) + rows


@dataclass(slots=True)
class Tally:
    """Sums over rows: of all targets, with the longest rows and what was wrong.

    `longest` has tokens by the first target, path and place; `size` are bytes of text.
    `shares` are the sums that a sample is made of; see `shares_of`.
    """

    sums: list[Sums]
    rows: int = 0
    nulls: int = 0
    empty: int = 0
    wrong: int = 0
    size: int = 0
    longest: list[tuple[int, str, int]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    broken: int = 0
    shares: list[float] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Add the tally of other rows."""
        for own, more in zip(self.sums, other.sums, strict=True):
            own.add(more)
        self.rows += other.rows
        self.nulls += other.nulls
        self.empty += other.empty
        self.wrong += other.wrong
        self.size += other.size
        self.shares = _added(self.shares, other.shares)
        self.broken += other.broken
        self.longest = heapq.nlargest(LONGEST, [*self.longest, *other.longest])
        self.problems = [*self.problems, *other.problems][:PROBLEMS]


def empty_tally(targets: int) -> Tally:
    """Make a tally of no rows."""
    return Tally([Sums() for _ in range(targets)])


def tally(counted: Counted, job: Job, path: str, places: Ints, kind: str) -> Tally:
    """Sum up rows that were counted.

    >>> from tokest.frames.job import make_job
    >>> from tokest.frames.kernel import count_array
    >>> import pyarrow as pa
    >>> job = make_job(["qwen-max"])
    >>> counted = count_array(pa.array(["Hello World", None, ""]), job)
    >>> found = tally(counted, job, "a.parquet", np.arange(3), "row")
    >>> found.rows, found.nulls, found.empty, found.sums[0].tokens
    (3, 1, 1, 2)
    """
    valid = counted.valid
    errors = sorted(counted.errors.items())
    first = counted.counts[0].tokens
    top = np.argsort(first, kind="stable")[::-1][:LONGEST].tolist()
    return Tally(
        [
            _sums(counts, prices, valid)
            for counts, prices in zip(counted.counts, job.prices, strict=True)
        ],
        rows=len(valid),
        nulls=len(valid) - int(valid.sum()) - len(errors),
        empty=int(((counted.sizes == 0) & valid).sum()),
        wrong=len(errors),
        size=int(counted.sizes.sum()),
        longest=[(int(first[i]), path, int(places[i])) for i in top if valid[i]],
        problems=[f"{path}, {kind} {places[row]}: {what}" for row, what in errors[:PROBLEMS]],
    )


def _sums(counts: Counts, prices: Prices | None, valid: NDArray[np.bool_]) -> Sums:
    tokens = counts.tokens[valid]
    found = Sums(
        tokens=int(tokens.sum()),
        low=int(counts.low[valid].sum()),
        high=int(counts.high[valid].sum()),
        most=int(tokens.max(initial=0)),
    )
    buckets = count(tokens)
    places = np.flatnonzero(buckets)
    found.buckets = dict(zip(places.tolist(), buckets[places].tolist(), strict=True))
    if prices is not None:
        pieces = prices.places(tokens)
        found.rows = np.bincount(pieces, minlength=len(prices.pieces)).tolist()
        bounds = (tokens, counts.low[valid], counts.high[valid])
        found.spent = [
            [int(one[pieces == i].sum()) for i in range(len(prices.pieces))] for one in bounds
        ]
        if prices.most_input is not None:
            found.over = int((tokens > prices.most_input).sum())
    return found


def _added(some: list[Number], more: list[Number]) -> list[Number]:
    if not (some and more):
        return some or list(more)
    return [a + b for a, b in zip(some, more, strict=True)]


ROW_SHARES: Final = ("rows", "nulls", "wrong", "size")
TARGET_SHARES: Final = (
    *("tokens", "low", "high", "over", "unpriced"),
    *("cost", "cost_low", "cost_high"),
)


def shares_of(counted: Counted, job: Job, weights: NDArray[np.float64]) -> list[float]:
    """Sum rows up by their weights: `ROW_SHARES`, and then `TARGET_SHARES` of each target."""
    valid = counted.valid
    own = weights * valid
    wrong = float(weights[list(counted.errors)].sum()) if counted.errors else 0.0
    rows = float(weights.sum())
    found = [rows, rows - float(own.sum()) - wrong, wrong, float(counted.sizes @ weights)]
    for counts, prices in zip(counted.counts, job.prices, strict=True):
        bounds = (counts.tokens, counts.low, counts.high)
        found += [float(one @ own) for one in bounds]
        if prices is None:
            found += [0.0] * 5
            continue
        most = prices.most_input
        found.append(0.0 if most is None else float((counts.tokens > most) @ own))
        costs = [prices.costs(one) for one in bounds]
        found.append(float(np.isnan(costs[0]) @ own))
        found += [float(np.nan_to_num(one) @ own) for one in costs]
    return found


def to_plain(found: Tally) -> dict[str, Any]:
    """Give what JSON can hold."""
    names = [name for name in Tally.__slots__ if name != "sums"]
    plain: dict[str, Any] = {name: getattr(found, name) for name in names}
    plain["sums"] = [{name: getattr(one, name) for name in Sums.__slots__} for one in found.sums]
    return plain


def from_plain(plain: Mapping[str, Any]) -> Tally:
    """Make a tally of what `to_plain` gave and JSON has held.

    >>> from_plain(to_plain(empty_tally(1))) == empty_tally(1)
    True
    """
    parts = dict(plain)
    sums = []
    for one in parts.pop("sums"):
        buckets = {int(place): rows for place, rows in one.pop("buckets").items()}
        sums.append(Sums(**one, buckets=buckets))
    parts["longest"] = [(tokens, path, place) for tokens, path, place in parts["longest"]]
    return Tally(sums, **parts)
