"""Forecast what a plan costs: draw what is uncertain, and sum receipts where nothing is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from tokest.arguments import whole_number
from tokest.plan.budgets import hold_budgets
from tokest.plan.drivers import find_drivers
from tokest.plan.exact import exact_months
from tokest.plan.outcome import (
    CurrencyTotal,
    Forecast,
    ModelForecast,
    WorkloadForecast,
)
from tokest.plan.prepare import prepare
from tokest.plan.simulate import is_certain, make_draws, requests
from tokest.plan.spreads import add_certain, certain, spreads
from tokest.plan.trial import currency_of, simulate
from tokest.rates.load import builtin_card

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from tokest.plan.outcome import Spread
    from tokest.plan.prepare import Prepared
    from tokest.plan.trial import Trial
    from tokest.plan.workload import Plan
    from tokest.rates.card import RateCard

    Floats = NDArray[np.float64]

MOST_DRAWS: Final = 1_000_000


def forecast(
    plan: Plan,
    *,
    rng: np.random.Generator,
    draws: int = 10_000,
    at: date | None = None,
    card: RateCard | None = None,
) -> Forecast:
    """Forecast what a plan costs by month, workload and model, each in its own currency.

    The prices are those of each day as the card has them, or all of the day `at`. The same `rng`
    gives the same forecast.

    Raises
    ------
    InputError, UnknownModelError, AmbiguousModelError
        for what cannot be drawn or found.

    Examples
    --------
    >>> from tokest.plan.schema import read_plan
    >>> text = '''
    ... {version: 1, name: chat, start: 2026-12-01, end: 2027-01-01, workloads: [
    ...   {name: chat, models: [qwen-max], region: intl, input: 1000, output: 500,
    ...    requests_per_day: 100}]}
    ... '''
    >>> plan = read_plan(text, "plan.yaml", builtin_card(), str)
    >>> found = forecast(plan, rng=np.random.default_rng(0))
    >>> found.totals[0].total.p50, found.totals[0].currency, found.draws
    (Decimal('14.8800'), 'USD', 1)
    """
    whole_number("draws", draws, least=100, most=MOST_DRAWS)
    known = builtin_card() if card is None else card
    prepared = prepare(plan, known, at)
    luck = make_draws(prepared, rng, draws)
    workloads, planned = [], []
    for index, job in enumerate(prepared.jobs):
        wanted = requests(job, index, luck.drawn)
        simulated = [simulate(prepared, luck, index, place) for place in range(len(job.models))]
        planned.append(simulated[0])
        workloads.append(_workload(prepared, index, wanted, simulated))
    return Forecast(
        plan=plan.name,
        months=prepared.months,
        draws=luck.drawn.size,
        workloads=tuple(workloads),
        totals=tuple(_totals(prepared, tuple(planned), tuple(workloads))),
        unpriced=tuple(w.name for w in workloads if w.models[0].total is None),
        drivers=find_drivers(prepared),
        budgets=hold_budgets(prepared, tuple(planned)),
        assumptions=tuple(rate.note() for rate in plan.exchange),
    )


def _workload(
    prepared: Prepared, index: int, wanted: Floats, simulated: list[Trial | None]
) -> WorkloadForecast:
    job = prepared.jobs[index]
    return WorkloadForecast(
        name=job.workload.name,
        requests=spreads(wanted),
        requests_total=spreads(wanted.sum(axis=0, keepdims=True))[0],
        models=tuple(
            _model(prepared, index, place, drawn) for place, drawn in enumerate(simulated)
        ),
    )


def _model(prepared: Prepared, index: int, place: int, drawn: Trial | None) -> ModelForecast:
    job = prepared.jobs[index]
    priced = job.models[place]
    currency, rate = currency_of(prepared, priced)
    months: tuple[Spread, ...] | None = None
    total: Spread | None = None
    exact = False
    if drawn is not None:
        sums = None
        if is_certain(prepared, index) and drawn.relief is None:
            sums = exact_months(job, priced, len(prepared.months))
        if sums is not None:
            months, exact = tuple(certain(cost * rate) for cost in sums), True
            total = add_certain(list(months))
        else:
            months = spreads(drawn.costs * float(rate))
            total = spreads(drawn.costs.sum(axis=0, keepdims=True) * float(rate))[0]
    return ModelForecast(
        model=priced.match.model.id,
        provider=priced.match.provider.id,
        region=priced.rate.region if priced.rate else job.workload.region,
        currency=currency or None,
        reason=priced.reason,
        exact=exact,
        months=months,
        total=total,
        quota=drawn.relief.outcome(float(rate)) if drawn and drawn.relief else None,
        assumptions=tuple(dict.fromkeys(priced.notes)),
    )


def _totals(
    prepared: Prepared, planned: tuple[Trial | None, ...], told: tuple[WorkloadForecast, ...]
) -> list[CurrencyTotal]:
    groups: dict[str, list[int]] = {}
    for index, workload in enumerate(told):
        if workload.models[0].total is not None:
            groups.setdefault(workload.models[0].currency or "", []).append(index)
    found = []
    for currency, members in sorted(groups.items()):
        models = [told[index].models[0] for index in members]
        if all(model.exact for model in models):
            columns = zip(*(model.months or () for model in models), strict=True)
            months = tuple(add_certain(list(column)) for column in columns)
            total = add_certain(list(months))
        else:
            costs = sum(amount(prepared, planned, index) for index in members)
            months = spreads(np.asarray(costs))
            total = spreads(np.asarray(costs).sum(axis=0, keepdims=True))[0]
        names = tuple(told[index].name for index in members)
        found.append(CurrencyTotal(currency=currency, months=months, total=total, workloads=names))
    return found


def amount(prepared: Prepared, planned: tuple[Trial | None, ...], index: int) -> Floats:
    """Give the months of a workload in the currency they are told in, float64[Mo, S]."""
    drawn = planned[index]
    rate = currency_of(prepared, prepared.jobs[index].models[0])[1]
    return drawn.costs * float(rate) if drawn else np.zeros((1, 1))
