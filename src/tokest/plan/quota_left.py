"""How free quota runs down in a forecast, as a table with bars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tokest.render.bars import bar
from tokest.render.table import Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokest.plan.outcome import Forecast, Quota, QuotaLeft
    from tokest.render.table import Cell

COLUMNS: Final = (
    Column("workload"),
    Column("model"),
    Column("day"),
    Column("P10", "count"),
    Column("P50", "count"),
    Column("P90", "count"),
    Column("unit", extra=True),
    Column("P50 to P90", extra=True),
)
MOST: Final = 12
"""Days of a quota that are laid out, about."""


def quota_left_table(found: Forecast) -> Table:
    """Lay out what is left of each free quota, at the beginning of some of its days.

    >>> from tokest.plan.outcome import Forecast
    >>> empty = Forecast(plan="a", months=(), draws=1, workloads=(), totals=(), unpriced=(),
    ...                  drivers=(), budgets=(), assumptions=())
    >>> quota_left_table(empty).rows
    ()
    """
    rows = tuple(
        row
        for workload in found.workloads
        for model in workload.models
        if model.quota is not None
        for row in _rows(workload.name, model.model, model.quota)
    )
    return Table(columns=COLUMNS, rows=rows, title="Free quota left, at the beginning of a day")


def _rows(workload: str, model: str, quota: Quota) -> Iterator[tuple[Cell, ...]]:
    most = float(quota.amount)
    days = until_empty(quota.left)
    step = max(1, -(-len(days) // MOST))
    for one in (*days[:-1:step], days[-1]):
        left = [round(value) for value in (one.p10, one.p50, one.p90)]
        drawn = bar(float(one.p50), float(one.p90), most)
        yield (workload, model, one.day, *left, quota.unit, drawn)


def until_empty(left: tuple[QuotaLeft, ...]) -> tuple[QuotaLeft, ...]:
    """Give the days up to the first on which nothing is left, or all.

    >>> until_empty(())
    ()
    """
    end = next((at for at, one in enumerate(left) if one.p90 <= 0), len(left))
    return left[: end + 1]
