"""Days and months of a plan, and how many requests fall on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING

from tokest.plan.checks import span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokest.plan.workload import Plan, Workload


@dataclass(frozen=True, slots=True)
class Day:
    """A day on which a workload runs.

    ``month`` is its month in the plan, ``steps`` how often the workload has grown by then, and
    ``factor`` its share of a plain day's requests.
    """

    day: date
    month: int
    steps: int
    factor: Decimal


def months(start: date, end: date) -> tuple[date, ...]:
    """Give the first day of each calendar month, or the part of one, in ``[start, end)``.

    >>> [str(day) for day in months(date(2026, 12, 15), date(2027, 2, 1))]
    ['2026-12-15', '2027-01-01']
    """
    found = [start]
    while (following := _next_month(found[-1])) < end:
        found.append(following)
    return tuple(found)


def days_of(plan: Plan, workload: Workload) -> tuple[Day, ...]:
    """Give the days of a workload with what they make of its requests."""
    start, end = span(plan, workload)
    return tuple(
        Day(day, _between(plan.start, day), _between(start, day), _factor(workload, day))
        for day in _each(start, end)
    )


def expected_requests(workload: Workload, days: tuple[Day, ...]) -> Decimal:
    """Give the requests of some days, each a plain day of one request, as growth is expected.

    >>> from tokest.plan.workload import Fixed, Size, Workload
    >>> size = Size(shape=Fixed(Decimal(1)))
    >>> flat = Workload(name="a", models=("m",), input=size, output=size,
    ...                 requests_per_day=Fixed(Decimal(1)))
    >>> expected_requests(flat, (Day(date(2026, 12, 1), 0, 0, Decimal(1)),) * 31)
    Decimal('31')
    """
    growth = getattr(workload.growth_per_month, "value", Decimal(0))
    steps: dict[int, Decimal] = {}
    for day in days:
        steps[day.steps] = steps.get(day.steps, Decimal(0)) + day.factor
    with localcontext(prec=50):  # a power of a growth has no end of digits
        return sum(((1 + growth) ** step * size for step, size in steps.items()), Decimal(0))


def _factor(workload: Workload, day: date) -> Decimal:
    return workload.weekdays[day.weekday()] * workload.months[day.month - 1]


def _each(start: date, end: date) -> Iterator[date]:
    for offset in range((end - start).days):
        yield start + timedelta(offset)


def _between(start: date, day: date) -> int:
    return (day.year - start.year) * 12 + day.month - start.month


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
