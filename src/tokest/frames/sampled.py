"""A scan's result from a sample: estimates with intervals of 95 % around them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from math import ceil, floor
from typing import TYPE_CHECKING, Any

from tokest.frames.results import LongRow, Sampled, Scan, TargetTotal, target_totals
from tokest.frames.sampling import Answer, error_of
from tokest.frames.tally import ROW_SHARES, TARGET_SHARES, Tally, empty_tally

if TYPE_CHECKING:
    from tokest.frames.work import Order

NOTE = "estimated from a sample; low and high include its interval of 95 %"


def sampled_scan(exact: Tally, answer: Answer, order: Order, clusters: int) -> Scan:
    """Put what was counted whole and what a sample says together."""
    seen = empty_tally(len(exact.sums))
    seen.add(exact)
    seen.add(answer.tally)
    targets = target_totals(seen, order.job)
    rows = {name: float(getattr(seen, name)) for name in ROW_SHARES}
    if answer.totals is not None:
        totals = answer.totals.totals
        rows = {
            name: getattr(exact, name) + float(totals[place])
            for place, name in enumerate(ROW_SHARES)
        }
        known = target_totals(exact, order.job)
        targets = tuple(_estimated(targets[i], known[i], answer, i) for i in range(len(targets)))
    share = 1.0
    if answer.totals is not None and order.job.ahead:
        share = answer.tally.size / rows["size"] if rows["size"] else 1.0
    return Scan(
        column=order.column or None,
        rows=round(rows["rows"]),
        nulls=round(rows["nulls"]),
        empty=seen.empty,
        wrong=round(rows["wrong"]),
        broken=seen.broken,
        size=round(rows["size"]),
        targets=targets,
        files=(),
        longest=tuple(
            LongRow(path=path, place=place, tokens=tokens) for tokens, path, place in seen.longest
        ),
        problems=tuple(seen.problems),
        complete=True,
        sample=Sampled(
            clusters=clusters, drawn=answer.drawn, share=min(share, 1.0), error=error_of(answer)
        ),
    )


def _estimated(seen: TargetTotal, exact: TargetTotal, answer: Answer, number: int) -> TargetTotal:
    assert answer.totals is not None  # noqa: S101  # only then is there anything to estimate
    base = len(ROW_SHARES) + number * len(TARGET_SHARES)
    half = answer.totals.errors * answer.totals.factors
    sums = {
        name: (float(answer.totals.totals[base + i]), float(half[base + i]))
        for i, name in enumerate(TARGET_SHARES)
    }
    priced = seen.currency is not None and round(sums["unpriced"][0]) + exact.unpriced == 0
    changed: dict[str, Any] = {
        "tokens": exact.tokens + round(sums["tokens"][0]),
        "low": exact.low + max(0, floor(sums["low"][0] - sums["low"][1])),
        "high": exact.high + ceil(sums["high"][0] + sums["high"][1]),
        "over": None if seen.over is None else (exact.over or 0) + round(sums["over"][0]),
        "unpriced": exact.unpriced + round(sums["unpriced"][0]),
        "cost": _money(exact.cost, sums["cost"][0], priced=priced),
        "cost_low": _money(
            exact.cost_low, max(0.0, sums["cost_low"][0] - sums["cost_low"][1]), priced=priced
        ),
        "cost_high": _money(
            exact.cost_high, sums["cost_high"][0] + sums["cost_high"][1], priced=priced
        ),
        "assumptions": (NOTE, *seen.assumptions),
    }
    return replace(seen, **changed)


def _money(exact: Decimal | None, estimated: float, *, priced: bool) -> Decimal | None:
    """Add an estimated cost to an exact one; it has no more digits than it is worth."""
    if not priced:
        return None
    return (exact or Decimal(0)) + Decimal(f"{estimated:.9g}")
