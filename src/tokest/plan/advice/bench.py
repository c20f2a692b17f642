"""Hold changes of a plan against it, in the same draws."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from tokest.plan.advice.values import Advice
from tokest.plan.inputs import Drawn, middle, numbers
from tokest.plan.prepare import prepare
from tokest.plan.simulate import Draws, make_draws
from tokest.plan.spreads import spreads
from tokest.plan.trial import currency_of, simulate
from tokest.plan.workload import Fixed

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from tokest.plan.advice.values import Idea
    from tokest.plan.prepare import Prepared
    from tokest.plan.workload import Grant, Plan
    from tokest.rates.card import RateCard

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Bench:
    """A plan in its draws, and the cost of each workload in them, float64[S]."""

    prepared: Prepared
    draws: Draws
    card: RateCard
    at: date | None
    costs: tuple[Floats | None, ...]


def set_up(
    plan: Plan, rng: np.random.Generator, size: int, card: RateCard, at: date | None
) -> Bench:
    """Draw a plan."""
    prepared = prepare(plan, card, at)
    draws = make_draws(prepared, rng, size)
    costs = tuple(_cost(prepared, draws, index) for index in range(len(prepared.jobs)))
    return Bench(prepared, draws, card, at, costs)


def _cost(prepared: Prepared, draws: Draws, index: int) -> Floats | None:
    trial = simulate(prepared, draws, index)
    if trial is None:
        return None
    rate = float(currency_of(prepared, prepared.jobs[index].models[0])[1])
    return np.asarray(trial.costs.sum(axis=0) * rate)


def weigh(bench: Bench, index: int, idea: Idea, grants: tuple[Grant, ...] = ()) -> Advice | None:
    """Draw a change; ``None`` where it saves nothing, or its price is not known."""
    plan = bench.prepared.plan
    before = bench.costs[index]
    if before is None:
        return None
    quotas = (*plan.free_quota, *grants)
    order = [index]
    if quotas:  # others may share them
        order += [other for other in range(len(plan.workloads)) if other != index]
    others = (replace(plan.workloads[at], models=plan.workloads[at].models[:1]) for at in order[1:])
    changed = replace(plan, workloads=(idea.change, *others), free_quota=quotas)
    prepared = prepare(changed, bench.card, bench.at)
    after = _cost(prepared, _same_draws(bench, order, prepared), 0)
    currency = currency_of(bench.prepared, bench.prepared.jobs[index].models[0])[0]
    if after is None or currency_of(prepared, prepared.jobs[0].models[0])[0] != currency:
        return None
    saved = np.broadcast_arrays(before - after, before)[0]
    if not float(saved.mean()) > 1e-9 * float(before.mean()):
        return None
    return Advice(
        kind=idea.kind,
        workload=idea.change.name,
        what=idea.what,
        saved=spreads(saved[None, :])[0],
        share=float(saved.mean() / before.mean()),
        currency=currency,
        assumption=idea.assumption,
        how=idea.how,
    )


def _same_draws(bench: Bench, order: list[int], prepared: Prepared) -> Draws:
    """Take the draws of workloads for a plan that has them in this order, the first changed."""
    found = bench.draws.drawn.found
    kept = {}
    for unknown in prepared.inputs:
        key = order[unknown.workload], unknown.field
        if key in found:
            scale = 1.0 if unknown.workload else _scale(bench, order[0], prepared, unknown.field)
            kept[unknown.workload, unknown.field] = found[key] * scale
    luck = bench.draws.luck
    mine = None if luck is None else luck[order]
    return Draws(Drawn(bench.draws.drawn.size, kept, prepared.plan), mine)


def _scale(bench: Bench, index: int, prepared: Prepared, field: str) -> float:
    """Give how much larger a change makes an uncertain number, as its middle tells."""
    before = numbers(bench.prepared.jobs[index].workload).get(field)
    after = numbers(prepared.jobs[0].workload).get(field)
    if before is None or after is None or before == after or isinstance(after, Fixed):
        return 1.0
    return middle(after) / (middle(before) or 1.0)
