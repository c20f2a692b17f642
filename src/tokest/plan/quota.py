"""Free quota in a plan: how it runs down, and which calls it pays for or stops."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from tokest.kernels.draws import spread
from tokest.kernels.quota import burn, last_day, remaining
from tokest.plan.grants import NOTES, REFUSAL, USED_BY, Terms, grant_for, switch_on, terms_of
from tokest.plan.outcome import Quota, QuotaLeft
from tokest.plan.simulate import billed_share, cost_of, live_use
from tokest.plan.spreads import decimal, spreads
from tokest.rates.arrays import COLUMN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from tokest.plan.inputs import Drawn
    from tokest.plan.prepare import Job, Prepared, Priced
    from tokest.plan.simulate import Cost

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Relief:
    """What free quota does to a workload on a model.

    ``free`` and ``refused`` are requests of each month, float64[Mo, S]; ``gone`` the day of its
    life on which the quota is used up, int[S]; ``left`` what is left of it at the beginning of each
    day, at P10, P50 and P90, float64[3, T + 1].
    """

    terms: Terms
    free: Floats
    refused: Floats
    gone: NDArray[np.intp]
    first: date
    lasts: int
    worth: Floats
    paid_from: date | None
    left: Floats

    @property
    def spared(self) -> Floats:
        """The requests without a charge, float64[Mo, S]."""
        return self.free + self.refused

    def outcome(self, rate: float) -> Quota:
        """Sum up; `rate` turns amounts into the currency that they are told in."""
        used_up = self.gone < self.lasts
        only = self.terms.grant.only
        notes = [*NOTES]
        if only:
            notes += [f"calls are then refused: {REFUSAL}", switch_on(self.first).words]
        return Quota(
            amount=self.terms.left,
            unit=self.terms.unit,
            expires=self.terms.expires,
            probability=decimal(float(used_up.mean())),
            exhausted=self._exhausted(),
            first_paid=self.paid_from,
            only=only,
            refused=spreads(self.refused.sum(axis=0, keepdims=True))[0],
            saved=spreads((self.worth * rate)[None, :])[0],
            left=tuple(self._left()),
            notes=tuple(notes),
        )

    def _left(self) -> Iterator[QuotaLeft]:
        for place, column in enumerate(self.left.T.tolist()):
            p10, p50, p90 = map(decimal, column)
            yield QuotaLeft(day=self.first + timedelta(place), p10=p10, p50=p50, p90=p90)

    def _exhausted(self) -> tuple[date | None, date | None, date | None]:
        places = np.sort(self.gone)[[round((len(self.gone) - 1) * q) for q in (0.1, 0.5, 0.9)]]
        low, middle, high = (
            self.first + timedelta(int(at)) if at < self.lasts else None for at in places
        )
        return low, middle, high


def relieve(prepared: Prepared, drawn: Drawn, index: int, place: int, cost: Cost) -> Relief | None:
    """Let a workload use the free quota of a model, beside others planned with that model."""
    job = prepared.jobs[index]
    priced = job.models[place]
    grant = grant_for(prepared.plan.free_quota, priced.match)
    terms = terms_of(grant, priced.rate) if grant and priced.rate else None
    if terms is None:
        return None
    first = max(prepared.plan.start, terms.grant.granted)
    days = max(0, (min(terms.expires, prepared.plan.end) - first).days)
    mine = _calls(job, index, drawn, cost)
    users = [(index, priced, cost)]
    if place == 0:
        users += _neighbours(prepared, drawn, index, priced)
    used = np.zeros((days, drawn.size))
    columns = [COLUMN[name] for name in USED_BY[terms.unit]]
    for at, other, price in users:
        calls = _calls(prepared.jobs[at], at, drawn, price)
        units = live_use(other, at, drawn, price, columns)
        for day in range(days):
            used[day] += calls.get(first + timedelta(day), 0.0) * units
    covered = burn(float(terms.left), used)
    return _settle(prepared, (job, mine), cost, (terms, first, covered, used))


def _calls(job: Job, index: int, drawn: Drawn, cost: Cost) -> dict[date, Floats]:
    """Give the billed real-time calls of each day, float64[S]."""
    level = drawn.value(index, "requests_per_day") * billed_share(index, drawn) * cost.live
    growth = 1.0 + drawn.value(index, "growth_per_month")
    grown: dict[int, Floats] = {}
    found = {}
    for day in job.days:
        if day.steps not in grown:
            grown[day.steps] = level * growth**day.steps
        found[day.day] = grown[day.steps] * float(day.factor)
    return found


def _neighbours(
    prepared: Prepared, drawn: Drawn, index: int, priced: Priced
) -> list[tuple[int, Priced, Cost]]:
    """Find the other workloads that are planned with the same model and price list."""
    found = []
    for at, job in enumerate(prepared.jobs):
        other = job.models[0]
        same = other.match.model is priced.match.model and other.rate is priced.rate
        if at != index and same and other.reason is None:
            found.append((at, other, cost_of(job, at, other, drawn)))
    return found


def _settle(
    prepared: Prepared,
    work: tuple[Job, dict[date, Floats]],
    cost: Cost,
    life: tuple[Terms, date, Floats, Floats],
) -> Relief:
    job, calls = work
    terms, first, covered, used = life
    months = {day.day: day.month for day in job.days}
    size = covered.shape[1]
    free, refused = (np.zeros((len(prepared.months), size)) for _ in range(2))
    gone = last_day(float(terms.left), used)
    stops = _stops(terms, first, gone, len(used))
    for day, amount in calls.items():
        place = (day - first).days
        share = covered[place] if 0 <= place < len(covered) else np.zeros(size)
        free[months[day]] += amount * share
        if terms.grant.only and day >= first:
            refused[months[day]] += amount * (1.0 - share) * (place < stops)
    worth = (free * cost.live_mean).sum(axis=0)
    paid = _paid_from(job, cost, terms, (first, gone, len(used)))
    *left, _ = spread(remaining(float(terms.left), used), (0.1, 0.5, 0.9))
    return Relief(terms, free, refused, gone, first, len(used), worth, paid, np.asarray(left))


def _stops(terms: Terms, first: date, gone: NDArray[np.intp], lasts: int) -> Floats:
    """Give the day from which calls are no longer refused: when the switch is turned off."""
    off = terms.grant.off_on
    if off is None:
        return np.full(len(gone), np.inf)
    place = float((off - first).days)
    if switch_on(off).any_time:
        return np.full(len(gone), place)
    # It cannot be turned off before the quota is used up or has ended: then it stays on.
    return np.where(np.minimum(gone, lasts) <= place, place, np.inf)


def _paid_from(
    job: Job, cost: Cost, terms: Terms, life: tuple[date, NDArray[np.intp], int]
) -> date | None:
    """Give the first day with a charge in half of the draws."""
    first, gone, lasts = life
    begins = job.days[0].day if job.days else None
    if begins is None:
        return None
    if float(np.median(cost.live)) < 1.0 or begins < first:
        return begins
    over = first + timedelta(int(np.median(np.minimum(gone, lasts))))
    if not terms.grant.only:
        found = max(begins, over)
    elif terms.grant.off_on is None:
        return None
    else:
        found = max(begins, over, terms.grant.off_on)
    return found if found <= job.days[-1].day else None
