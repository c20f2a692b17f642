"""A forecast without chance: the sum of receipts, in decimals."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING

from tokest.plan.calendar import expected_requests
from tokest.plan.requests import Way, count_rows, make_nodes, ways
from tokest.plan.surface import usage_of, way_terms
from tokest.plan.workload import NONE, Fixed, Number, Prompt, Workload
from tokest.rates.arrays import COLUMN
from tokest.rates.price import make_receipt

if TYPE_CHECKING:
    from tokest.plan.calendar import Day
    from tokest.plan.prepare import Job, Priced


def exact_months(job: Job, priced: Priced, size: int) -> tuple[Decimal, ...] | None:
    """Give the cost of each of `size` months as a sum of receipts.

    ``None`` where that cannot be: sizes that are no whole numbers, hours of the day that are given
    as a share, or cache hits that follow from the spacing of requests.
    """
    workload = job.workload
    if not _is_decimal(workload) or any(surface.beyond for surface in priced.surfaces):
        return None
    per_request = [_per_request(workload, priced, place) for place in range(len(priced.days))]
    if any(cost is None for cost in per_request):
        return None
    with localcontext(prec=50):
        billed = _share(workload.requests_per_day) * (1 + _share(workload.retry_share))
        billed *= 1 - _share(workload.failure_share)
        return tuple(
            sum(
                (
                    billed * (cost or Decimal(0)) * expected_requests(workload, days)
                    for cost, days in zip(per_request, _parts(job, priced, month), strict=True)
                ),
                Decimal(0),
            )
            for month in range(size)
        )


def _is_decimal(workload: Workload) -> bool:
    if workload.peak_share != NONE:
        return False
    sizes = (workload.input, workload.output, workload.thinking_tokens)
    whole = all(
        size is None
        or isinstance(size.shape, Prompt)
        or (isinstance(size.shape, Fixed) and size.shape.value == int(size.shape.value))
        for size in sizes
    )
    return whole and (workload.cache is None or workload.cache.share is not None)


def _parts(job: Job, priced: Priced, month: int) -> list[tuple[Day, ...]]:
    """Part a month's days by the prices that hold on them."""
    found: list[tuple[Day, ...]] = []
    for place, first in enumerate(priced.days):
        following = priced.days[place + 1] if place + 1 < len(priced.days) else None
        alone = len(priced.days) == 1
        found.append(
            tuple(
                day
                for day in job.days
                if day.month == month
                and (alone or (first <= day.day and (following is None or day.day < following)))
            )
        )
    return found


def _per_request(workload: Workload, priced: Priced, place: int) -> Decimal | None:
    """Give the mean cost of a request: receipts of each turn and way, by their shares."""
    nodes = make_nodes(workload, _first(priced))
    terms = replace(priced.terms, at=priced.days[place])
    total = Decimal(0)
    with localcontext(prec=50):
        for way in ways(workload):
            share = _way_share(workload, way)
            for row in count_rows(workload, nodes, way, (1.0, 1.0)):
                usage = usage_of(row, workload)
                receipt = make_receipt(usage, priced.match, way_terms(terms, way))
                if receipt.per_request is None:
                    return None
                total += share * receipt.per_request
        return total / len(nodes.turns)


def _first(priced: Priced) -> float:
    """Give the tokens of the first turn."""
    place = COLUMN["input_tokens"]
    return float(min(rows[:, place].min() for *_, rows in priced.counted.rows))


def _way_share(workload: Workload, way: Way) -> Decimal:
    cached = workload.cache.share if workload.cache and workload.cache.share else NONE
    share = Decimal(1)
    for number, inside in (
        (workload.batch_share, way.batch),
        (workload.thinking_share, way.thinking),
        (cached, way.cached),
    ):
        share *= _share(number) if inside else 1 - _share(number)
    return share


def _share(number: Number) -> Decimal:
    return number.value if isinstance(number, Fixed) else Decimal(0)
