"""What a forecast says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tokest.render.shown import Shown

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from tokest.render.charts import Chart
    from tokest.render.table import Table

SHARES: Final = (0.05, 0.1, 0.5, 0.9, 0.95)
"""The quantiles of a `Spread`, in the order of its fields."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """What a number may come to: ``p90`` is not exceeded in nine of ten draws."""

    p5: Decimal
    p10: Decimal
    p50: Decimal
    p90: Decimal
    p95: Decimal
    mean: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaLeft:
    """What is left of a free quota at the beginning of a day."""

    day: date
    p10: Decimal
    p50: Decimal
    p90: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """How free quota runs down.

    ``exhausted`` are the 10 %, 50 % and 90 % quantiles of the day on which it is used up, ``None``
    when it is not before it expires. ``probability`` is that of using it up. ``first_paid`` is
    the first day with a charge in half of the draws, ``refused`` the requests that are refused
    where only free quota may be used, ``saved`` what the free calls would have cost. ``left``
    has each day from the first on which it can be used to the day after the last.
    """

    amount: int
    unit: str
    expires: date
    probability: Decimal
    exhausted: tuple[date | None, date | None, date | None]
    first_paid: date | None
    only: bool
    refused: Spread
    saved: Spread | None
    left: tuple[QuotaLeft, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelForecast:
    """What a workload costs with one model, by month and in all.

    ``months`` and ``total`` are ``None`` when a price is not known, and ``reason`` says why.
    ``exact`` says that nothing was drawn: the amounts are sums of receipts.
    """

    model: str
    provider: str
    region: str | None
    currency: str | None
    reason: str | None
    exact: bool
    months: tuple[Spread, ...] | None
    total: Spread | None
    quota: Quota | None
    assumptions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkloadForecast:
    """One workload; the first model is the one that is planned with."""

    name: str
    requests: tuple[Spread, ...]
    requests_total: Spread
    models: tuple[ModelForecast, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrencyTotal:
    """All workloads with their planned models, those billed in one currency."""

    currency: str
    months: tuple[Spread, ...]
    total: Spread
    workloads: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """An uncertain input, and the total at its P10 and P90, all others in their middle."""

    workload: str
    name: str
    input_low: Decimal
    input_high: Decimal
    currency: str
    cost_low: Decimal
    cost_high: Decimal
    advice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetOutcome:
    """A budget, its chance of being exceeded, and when that is most likely first.

    ``day`` is the day on which half of the draws that exceed it have done so; ``spent`` the most
    that one of its periods comes to. ``None`` when a price is missing.
    """

    label: str
    amount: Decimal
    alert_at: Decimal
    currency: str
    per: str
    allowed: Decimal
    probability: Decimal | None
    day: date | None
    spent: Spread | None
    alert: bool
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast(Shown):
    """What a plan costs.

    ``unpriced`` names workloads that are in no total since their model has no price.
    """

    plan: str
    months: tuple[date, ...]
    draws: int
    workloads: tuple[WorkloadForecast, ...]
    totals: tuple[CurrencyTotal, ...]
    unpriced: tuple[str, ...]
    drivers: tuple[Driver, ...]
    budgets: tuple[BudgetOutcome, ...]
    assumptions: tuple[str, ...]

    def table(self) -> Table:
        """Lay out the totals by month."""
        from tokest.plan.tables import months_table  # noqa: PLC0415  # to be looked at

        return months_table(self)

    def tables(self) -> dict[str, Table]:
        """Lay out the totals, models, drivers, quota and budgets that there are, by name."""
        from tokest.plan.tables import forecast_tables  # noqa: PLC0415  # to be looked at

        return forecast_tables(self)

    def plot(self) -> dict[str, Chart]:
        """Draw the totals by month, what moves them, and how free quota runs down, by name."""
        from tokest.plan.charts import forecast_charts  # noqa: PLC0415  # to be looked at

        return forecast_charts(self)
