"""Which uncertain input moves the total most."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tokest.plan.inputs import Z95, draw
from tokest.plan.outcome import Driver
from tokest.plan.simulate import Draws
from tokest.plan.spreads import decimal
from tokest.plan.trial import simulate_total

if TYPE_CHECKING:
    from tokest.plan.inputs import Unknown
    from tokest.plan.prepare import Prepared

LOW, MIDDLE, HIGH = 0.1, 0.5, 0.9


def find_drivers(prepared: Prepared) -> tuple[Driver, ...]:
    """Move each uncertain input from its P10 to its P90, all others in their middle.

    What moves the total most comes first, in each currency; nothing is drawn at random.
    """
    count = len(prepared.inputs)
    if not count:
        return ()
    u = np.full((count, 2 * count), MIDDLE)
    places = np.arange(count)
    u[places, places], u[places, places + count] = LOW, HIGH
    totals = simulate_total(prepared, Draws(draw(prepared.plan, prepared.inputs, u), None))
    found = [
        _driver(prepared, unknown, currency, (float(cost[place]), float(cost[place + count])))
        for currency, cost in totals.items()
        for place, unknown in enumerate(prepared.inputs)
        if len(cost) > 1 and cost[place] != cost[place + count]
    ]
    return tuple(sorted(found, key=lambda d: (d.currency, -abs(d.cost_high - d.cost_low), d.name)))


def _driver(
    prepared: Prepared, unknown: Unknown, currency: str, costs: tuple[float, float]
) -> Driver:
    low, high = unknown.values(np.array([LOW, HIGH]))
    if unknown.number is None:  # a scale of sizes: told in percent of the plan's own
        within = _within(prepared, unknown)
        low, high = (100 * (1 + within * z / Z95) for z in (low, high))
    return Driver(
        workload=prepared.jobs[unknown.workload].workload.name,
        name=unknown.name + (", % of the plan's" if unknown.number is None else ""),
        input_low=decimal(round(float(low), 6)),
        input_high=decimal(round(float(high), 6)),
        currency=currency,
        cost_low=decimal(costs[0]),
        cost_high=decimal(costs[1]),
        advice=unknown.advice,
    )


def _within(prepared: Prepared, unknown: Unknown) -> float:
    job = prepared.jobs[unknown.workload]
    if unknown.field == "output":
        return float(job.workload.output.within)
    return job.models[0].counted.within
