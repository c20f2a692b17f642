"""Hold a plan's budgets against its draws."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from tokest.plan.outcome import BudgetOutcome
from tokest.plan.spreads import decimal, spreads
from tokest.plan.trial import currency_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from tokest.plan.prepare import Prepared
    from tokest.plan.trial import Trial
    from tokest.plan.workload import Budget

    Floats = NDArray[np.float64]


def hold_budgets(
    prepared: Prepared, planned: tuple[Trial | None, ...]
) -> tuple[BudgetOutcome, ...]:
    """Say of each budget how likely it is exceeded, and when."""
    return tuple(_hold(prepared, planned, budget) for budget in prepared.plan.budgets)


def _hold(prepared: Prepared, planned: tuple[Trial | None, ...], budget: Budget) -> BudgetOutcome:
    members = [index for index in range(len(planned)) if _is_meant(prepared, index, budget)]
    reason = _unknown(prepared, planned, members, budget)
    alert_at = budget.amount * budget.percent / 100
    course = _Course(None, None, None)
    if reason is None:
        course = _follow(_days(prepared, planned, members), budget.per, float(alert_at))
    chance = None if course.crossed is None else decimal(float(course.crossed.mean()))
    return BudgetOutcome(
        label=_label(budget),
        amount=budget.amount,
        alert_at=alert_at,
        currency=budget.currency,
        per=budget.per,
        allowed=budget.probability,
        probability=chance,
        day=course.day,
        spent=None if course.most is None else spreads(course.most[None, :])[0],
        alert=chance is None or chance > budget.probability,
        reason=reason,
    )


def _is_meant(prepared: Prepared, index: int, budget: Budget) -> bool:
    job = prepared.jobs[index]
    match = job.models[0].match
    names = {job.workload.models[0], match.model.id, f"{match.provider.id}/{match.model.id}"}
    of_workload = budget.workload in {None, job.workload.name}
    return of_workload and (budget.model is None or budget.model in names)


def _unknown(
    prepared: Prepared, planned: tuple[Trial | None, ...], members: list[int], budget: Budget
) -> str | None:
    """Say why spending is not known in the budget's currency."""
    if not members:
        return "no workload is planned with this model"
    for index in members:
        job = prepared.jobs[index]
        if planned[index] is None:
            return f"{job.workload.name} has no price: {job.models[0].reason}"
        told = currency_of(prepared, job.models[0])[0]
        if told != budget.currency:
            remedy = f"give an exchange rate from {told} to {budget.currency}"
            return f"{job.workload.name} is billed in {told}: {remedy}"
    return None


def _label(budget: Budget) -> str:
    of = " with ".join(name for name in (budget.workload, budget.model) if name) or "all workloads"
    return f"{of}, per {budget.per}"


def _days(
    prepared: Prepared, planned: tuple[Trial | None, ...], members: list[int]
) -> Iterator[tuple[date, int, Floats]]:
    """Yield what each day costs, with its month: a month's cost in proportion to its requests."""
    by_day: dict[date, tuple[int, list[Floats]]] = {}
    for index in members:
        job, trial = prepared.jobs[index], planned[index]
        rate = float(currency_of(prepared, job.models[0])[1])
        for day in job.days:
            base = float(job.base[day.month])
            if trial is not None and base:
                cost = trial.costs[day.month] * (rate * float(day.factor) / base)
                by_day.setdefault(day.day, (day.month, []))[1].append(cost)
    for one in sorted(by_day):
        month, costs = by_day[one]
        yield one, month, np.asarray(sum(costs))


@dataclass(frozen=True, slots=True, eq=False)
class _Course:
    crossed: NDArray[np.bool_] | None
    most: Floats | None
    day: date | None


def _follow(days: Iterator[tuple[date, int, Floats]], per: str, limit: float) -> _Course:
    """Add up day by day, from the start of each period, and note the first time above a limit."""
    spent = most = np.zeros(1)
    first = np.zeros(1, np.int64)
    month = None
    for day, of, cost in days:
        begins = per == "day" or (per == "month" and of != month)
        spent = cost if begins else spent + cost
        month = of
        most = np.maximum(most, spent)
        first = np.where((first == 0) & (spent > limit * (1 + 1e-12)), day.toordinal(), first)
    crossed = first > 0
    if not crossed.any():
        return _Course(crossed, most, None)
    middle = int(np.sort(first[crossed])[(int(crossed.sum()) - 1) // 2])
    return _Course(crossed, most, date.fromordinal(middle))
