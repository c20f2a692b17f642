"""What a scan says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from tokest.kernels.buckets import quantiles, start
from tokest.render.shown import Shown
from tokest.tokens.counters import Encoding, Proxy
from tokest.tokens.methods import TEXT_ALONE, scaled_note
from tokest.tokens.targets import table_name

if TYPE_CHECKING:
    from decimal import Decimal

    from tokest.frames.job import Job
    from tokest.frames.tally import Sums, Tally
    from tokest.render.table import Table
    from tokest.tokens.methods import Target
    from tokest.tokens.values import Method

SHARES: Final = (0.5, 0.9, 0.99)


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetTotal:
    """The tokens and cost of all rows for one model or encoding.

    ``low`` and ``high`` are the sums of the rows' own bounds: the total is between them even if
    all rows are off in one direction. Of a sample, its own interval of 95 % is around them. Costs
    are ``None`` where there is no price, also of a single row, which `unpriced` counts; `over`
    counts rows of more than `most_input` tokens, both ``None`` where no limit is known.
    `histogram` has the first and last number of tokens of each class and its rows.
    """

    name: str
    method: Method
    tokens: int
    low: int
    high: int
    p50: int | None
    p90: int | None
    p99: int | None
    most: int | None
    cost: Decimal | None
    cost_low: Decimal | None
    cost_high: Decimal | None
    currency: str | None
    unpriced: int
    over: int | None
    most_input: int | None
    histogram: tuple[tuple[int, int, int], ...]
    source: str
    assumptions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileTotal:
    """What one file holds: its rows, bytes of text, bad rows, and tokens of each target."""

    path: str
    rows: int
    size: int
    wrong: int
    tokens: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LongRow:
    """One of the longest rows; `place` is its number in the file from 0, or its first byte."""

    path: str
    place: int
    tokens: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampled:
    """How a sample was drawn: `clusters` of all there are, `share` of the bytes.

    `error` is half of the interval of 95 % over the tokens of the target that it is widest for.
    """

    clusters: int
    drawn: int
    share: float
    error: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan(Shown):
    """What a scan of a data set found.

    `nulls` are rows without a text and `wrong` those that could not be counted; `broken` counts
    parts of files that could not be read. `problems` says what was wrong with the first of them.
    `size` are bytes of text. Not `complete` is a scan that was interrupted. `column` is ``None``
    where whole lines are requests; `notes` say how it was found, if it was not named.
    """

    column: str | None
    rows: int
    nulls: int
    empty: int
    wrong: int
    broken: int
    size: int
    targets: tuple[TargetTotal, ...]
    files: tuple[FileTotal, ...]
    longest: tuple[LongRow, ...]
    problems: tuple[str, ...]
    complete: bool
    sample: Sampled | None = None
    notes: tuple[str, ...] = ()

    def table(self) -> Table:
        """Lay out one line a model: its tokens, the lengths of rows, and the cost."""
        from tokest.frames.scan_tables import totals_table  # noqa: PLC0415  # to be looked at

        return totals_table(self)


def target_totals(total: Tally, job: Job) -> tuple[TargetTotal, ...]:
    """Total up each target of rows that were all counted."""
    return tuple(_target_total(sums, job, i) for i, sums in enumerate(total.sums))


def _target_total(sums: Sums, job: Job, number: int) -> TargetTotal:
    target, prices = job.targets[number], job.prices[number]
    p50, p90, p99 = quantiles_of(sums)
    unpriced, costs = 0, (None, None, None)
    if prices is not None and sums.rows:
        rows = zip(prices.pieces, sums.rows, strict=True)
        unpriced = sum(count for piece, count in rows if piece.fixed is None)
        if not unpriced:
            costs = tuple(prices.total(sums.rows, spent) for spent in sums.spent)  # type: ignore[assignment]
    return TargetTotal(
        name=job.names[number],
        method=method_of(target, job.method),
        tokens=sums.tokens,
        low=sums.low,
        high=sums.high,
        p50=p50,
        p90=p90,
        p99=p99,
        most=sums.most if sums.buckets else None,
        cost=costs[0],
        cost_low=costs[1],
        cost_high=costs[2],
        currency=prices.currency if prices else None,
        unpriced=unpriced,
        over=None if prices is None or prices.most_input is None else sums.over,
        most_input=prices.most_input if prices else None,
        histogram=histogram_of(sums),
        source=target.counter.source if not prices else prices.source,
        assumptions=assumptions_of(job, number),
    )


def quantiles_of(sums: Sums) -> tuple[int | None, ...]:
    """Give the quantiles of `SHARES`, none where there are no rows; within 1 % of the true ones."""
    if not sums.buckets:
        return (None,) * len(SHARES)
    found = quantiles(sums.histogram(), np.array(SHARES))
    return tuple(min(int(one), sums.most) for one in found)


def histogram_of(sums: Sums) -> tuple[tuple[int, int, int], ...]:
    """Count rows by doublings of their tokens, without empty classes at either end."""
    classes: dict[int, int] = {}
    for bucket, rows in sums.buckets.items():
        first = int(start(np.array([bucket]))[0])
        classes[first.bit_length()] = classes.get(first.bit_length(), 0) + rows
    if not classes:
        return ()
    return tuple(
        ((1 << i) >> 1, max(0, (1 << i) - 1), classes.get(i, 0))
        for i in range(min(classes), max(classes) + 1)
    )


def method_of(target: Target, method: str) -> Method:
    """Say by which method a target is counted."""
    if method == "rule":
        return "rule"
    if table_name(target, method):
        return "table"
    return "proxy" if isinstance(target.counter, Proxy) else "exact"


def assumptions_of(job: Job, number: int) -> tuple[str, ...]:
    """Say what the numbers of a target rest on."""
    target, prices = job.targets[number], job.prices[number]
    notes = [*target.notes]
    if job.method == "rule":
        notes.append("the rule of thumb is the same for every model")
    elif isinstance(target.counter, Proxy):
        notes.append(scaled_note(target.counter))
    elif not isinstance(target.counter, Encoding):
        notes.append(target.counter.reason)
    if prices is not None:
        notes += prices.assumptions
    return (*notes,) if job.requests else (*notes, TEXT_ALONE)
