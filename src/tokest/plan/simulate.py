"""Draw a prepared plan: what each month costs in every draw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from tokest.plan.inputs import draw
from tokest.plan.requests import is_fixed
from tokest.plan.sending import weights
from tokest.plan.surface import basis
from tokest.plan.workload import Fixed
from tokest.rates.terms import Terms, choose_rate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tokest.plan.inputs import Drawn
    from tokest.plan.prepare import Job, Prepared, Priced

    Floats = NDArray[np.float64]


LEAST_COST: Final = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Cost:
    """A model's price of a request in each month, float64[Mo or 1, S], and its variance.

    ``live`` and ``live_mean`` are the share of requests that are no batch, and what one of those
    costs; ``share`` float64[S, W] is the share of each way at the plan's last prices.
    """

    mean: Floats
    variance: Floats
    live: Floats
    live_mean: Floats
    share: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Draws:
    """The values of all inputs, and the luck of each month, float64[J, Mo, S] (or none)."""

    drawn: Drawn
    luck: Floats | None


def is_certain(prepared: Prepared, index: int) -> bool:
    """Whether nothing of a workload is left to chance."""
    uncertain = any(unknown.workload == index for unknown in prepared.inputs)
    return not uncertain and is_fixed(prepared.jobs[index].workload)


def make_draws(prepared: Prepared, rng: np.random.Generator, size: int) -> Draws:
    """Draw all inputs and all luck."""
    if all(is_certain(prepared, index) for index in range(len(prepared.jobs))):
        return Draws(draw(prepared.plan, (), np.empty((0, 1))), None)
    u = rng.random((len(prepared.inputs), size))
    drawn = draw(prepared.plan, prepared.inputs, np.clip(u, 1e-12, 1 - 1e-12))
    if not prepared.inputs:
        drawn = type(drawn)(size, drawn.found, drawn.plan)
    luck = rng.standard_normal((len(prepared.jobs), len(prepared.months), size))
    return Draws(drawn, luck)


def requests(job: Job, index: int, drawn: Drawn) -> Floats:
    """Give the requests of each month, float64[Mo, S], retries and failures apart."""
    level = drawn.value(index, "requests_per_day")
    growth = 1.0 + drawn.value(index, "growth_per_month")
    return np.asarray(level * growth ** job.steps[:, None] * job.base[:, None])


def billed_share(index: int, drawn: Drawn) -> Floats:
    """Give how many requests are billed for each one that is meant, float64[S]."""
    retries = 1.0 + drawn.value(index, "retry_share")
    return np.asarray(retries * (1.0 - drawn.value(index, "failure_share")))


def cost_of(job: Job, index: int, priced: Priced, drawn: Drawn) -> Cost:
    """Give what a request costs on a model in each draw."""
    counted = priced.counted
    points = basis(counted, _deviations(index, drawn))
    live = _is_live(priced)
    parts = []
    for day, surface in zip(priced.days, priced.surfaces, strict=True):
        dated = Terms(region=priced.terms.region, at=day)
        rate = choose_rate(priced.match, dated, [])
        share = weights(job.workload, index, drawn, counted.found, rate)
        mean = np.maximum(points @ surface.mean, 0.0)  # far out a line may fall below zero
        variance = np.maximum(points @ surface.variance, 0.0)
        whole = np.maximum(share[:, live].sum(axis=1), 1e-300)
        parts.append(
            (
                (share * mean).sum(axis=1),
                (share * variance).sum(axis=1),
                (share * mean)[:, live].sum(axis=1) / whole,
            )
        )
    mixed = [_by_month(priced, np.stack(rows)) for rows in zip(*parts, strict=True)]
    return Cost(mixed[0], mixed[1], share[:, live].sum(axis=1), mixed[2], share)


def live_use(priced: Priced, index: int, drawn: Drawn, cost: Cost, columns: list[int]) -> Floats:
    """Sum what a real-time request uses of some units, float64[S]."""
    live = _is_live(priced)
    whole = priced.counted.used[..., columns].sum(axis=-1)
    counts = np.maximum(basis(priced.counted, _deviations(index, drawn)) @ whole, 0.0)
    used = (cost.share * counts)[:, live]
    return np.asarray(used.sum(axis=1) / np.maximum(cost.live, 1e-300))


def _is_live(priced: Priced) -> NDArray[np.bool_]:
    return np.array([not way.batch for way in priced.counted.found])


def _deviations(index: int, drawn: Drawn) -> tuple[Floats, Floats]:
    zero = np.zeros(drawn.size)
    return drawn.found.get((index, "input"), zero), drawn.found.get((index, "output"), zero)


def _by_month(priced: Priced, rows: Floats) -> Floats:
    """Mix the prices of different days by their share of each month."""
    return rows if len(rows) == 1 else np.asarray(priced.shares.T @ rows)


def with_luck(
    billed: Floats, cost: Cost, expected: Floats, job: Job, luck: Floats | None
) -> Floats:
    """Let the number and sizes of a month's requests fall as they do, float64[Mo, S].

    The luck is lognormal with the variance of a sum of that many requests, so that it is never
    below zero and close to normal where there are many.
    """
    if luck is None:
        return expected
    variance = cost.variance
    if not isinstance(job.workload.requests_per_day, Fixed):
        variance = variance + cost.mean**2  # the number itself is random (Poisson)
    if not variance.any():
        return expected
    whole = np.where(expected > LEAST_COST, expected, np.inf)  # without a cost, no luck
    square = np.log1p(np.minimum(variance * billed / whole**2, 1e6))
    return np.asarray(expected * np.exp(np.sqrt(square) * luck - square / 2))
