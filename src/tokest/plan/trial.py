"""A prepared plan in every draw: what each workload costs each month."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from tokest.plan.quota import Relief, relieve
from tokest.plan.simulate import billed_share, cost_of, requests, with_luck

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tokest.plan.prepare import Prepared, Priced
    from tokest.plan.simulate import Cost, Draws

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """A workload on a model in every draw: the cost of each month, float64[Mo, S]."""

    costs: Floats
    cost: Cost
    relief: Relief | None


def simulate(prepared: Prepared, luck: Draws, index: int, place: int = 0) -> Trial | None:
    """Draw one workload on one of its models; ``None`` where a price is missing."""
    job = prepared.jobs[index]
    priced = job.models[place]
    if priced.reason is not None:
        return None
    cost = cost_of(job, index, priced, luck.drawn)
    billed = requests(job, index, luck.drawn) * billed_share(index, luck.drawn)
    expected = billed * cost.mean
    relief = relieve(prepared, luck.drawn, index, place, cost)
    if relief is not None:
        expected = np.maximum(expected - relief.spared * cost.live_mean, 0.0)
        billed = np.maximum(billed - relief.spared, 0.0)
    mine = None if luck.luck is None else luck.luck[index]
    return Trial(with_luck(billed, cost, expected, job, mine), cost, relief)


def simulate_total(prepared: Prepared, luck: Draws) -> dict[str, Floats]:
    """Draw the total of each currency with the planned models, float64[S]."""
    totals: dict[str, Floats] = {}
    for index, job in enumerate(prepared.jobs):
        found = simulate(prepared, luck, index)
        if found is not None:
            currency, rate = currency_of(prepared, job.models[0])
            amount = found.costs.sum(axis=0) * float(rate)
            totals[currency] = totals.get(currency, np.zeros(1)) + amount
    return totals


def currency_of(prepared: Prepared, priced: Priced) -> tuple[str, Decimal]:
    """Give the currency that amounts are told in, and the rate that makes them so."""
    own = priced.rate.currency if priced.rate else ""
    for exchange in prepared.plan.exchange:
        if exchange.base == own:
            return exchange.quote, exchange.rate
    return own, Decimal(1)
