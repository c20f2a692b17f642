"""Everything of a forecast that is the same in each draw."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from tokest.errors import TokestError
from tokest.plan.calendar import days_of, months
from tokest.plan.checks import span
from tokest.plan.counting import count_prompt
from tokest.plan.inputs import unknowns
from tokest.plan.sending import cache_notes
from tokest.plan.surface import (
    Counted,
    Surface,
    Tokens,
    count_requests,
    first_error,
    pieces,
    price_requests,
    way_terms,
)
from tokest.plan.workload import NONE, Prompt
from tokest.rates.match import find_model
from tokest.rates.price import make_receipt
from tokest.rates.terms import Terms, choose_rate
from tokest.units import Usage

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from tokest.plan.calendar import Day
    from tokest.plan.inputs import Unknown
    from tokest.plan.workload import Plan, Workload
    from tokest.rates.card import Rate, RateCard
    from tokest.rates.match import Match

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Priced:
    """A workload on one model.

    ``shares``, float64[P, Mo], says how much of a month's requests each of the surfaces prices.
    """

    match: Match
    rate: Rate | None
    terms: Terms
    days: tuple[date, ...]
    counted: Counted
    surfaces: tuple[Surface, ...]
    shares: Floats
    reason: str | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Job:
    """A workload: its days, its requests by month on a plain scale, its models."""

    workload: Workload
    days: tuple[Day, ...]
    base: Floats
    steps: Floats
    models: tuple[Priced, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A plan ready to be drawn."""

    plan: Plan
    months: tuple[date, ...]
    jobs: tuple[Job, ...]
    inputs: tuple[Unknown, ...]


def prepare(plan: Plan, card: RateCard, at: date | None) -> Prepared:
    """Count and price the requests of every workload on each of its models."""
    firsts = months(plan.start, plan.end)
    jobs = tuple(_job(plan, workload, card, at, len(firsts)) for workload in plan.workloads)
    estimated = frozenset(
        index
        for index, job in enumerate(jobs)
        if any(len(priced.counted.inputs) > 1 for priced in job.models)
    )
    return Prepared(plan, firsts, jobs, unknowns(plan, estimated))


def _job(plan: Plan, workload: Workload, card: RateCard, at: date | None, size: int) -> Job:
    days = days_of(plan, workload)
    base, steps = np.zeros(size), np.zeros(size)
    for day in days:
        base[day.month] += float(day.factor)
        steps[day.month] = day.steps
    counted: dict[Tokens, Counted] = {}
    models = []
    for name in workload.models:
        match = find_model(card, name)
        tokens, notes = _tokens(workload, match)
        if tokens not in counted:
            counted[tokens] = count_requests(workload, tokens)
        here = _Spot(plan, workload, days, base, at)
        models.append(_priced(here, match, counted[tokens], notes))
    return Job(workload, days, base, steps, tuple(models))


@dataclass(frozen=True, slots=True, eq=False)
class _Spot:
    plan: Plan
    workload: Workload
    days: tuple[Day, ...]
    base: Floats
    at: date | None


def _tokens(workload: Workload, match: Match) -> tuple[Tokens, tuple[str, ...]]:
    shape = workload.input.shape
    if not isinstance(shape, Prompt):
        return Tokens(0.0, 0.0), ()
    try:
        found = count_prompt(shape, match.model)
    except TokestError as error:
        return Tokens(0.0, 0.0), (f"cannot count {shape.source}: {error}",)
    if found.tokens is None or found.high is None:
        return Tokens(0.0, 0.0), (f"cannot count {shape.source}: a part of it has no known size",)
    off = max(found.high - found.tokens, found.tokens - found.low) / max(found.tokens, 1)
    note = f"{shape.source} is {found.tokens:,} tokens ({found.method}), within {off:.1%}"
    exact = f"{shape.source} is {found.tokens:,} tokens (counted exactly)"
    return Tokens(float(found.tokens), off), (note if off else exact, *found.assumptions)


def _priced(spot: _Spot, match: Match, counted: Counted, notes: tuple[str, ...]) -> Priced:
    workload = spot.workload
    terms = Terms(region=workload.region, at=spot.at)
    inside = span(spot.plan, workload)
    days = (spot.at,) if spot.at else pieces(match, inside)
    reason = next((note for note in notes if note.startswith("cannot count")), None)
    reason = reason or first_error(match, terms, days)
    shares = _shares(spot, days)
    if reason:
        return Priced(match, None, terms, days, counted, (), shares, reason, notes)
    dated = [replace(terms, at=day) for day in days]
    surfaces = tuple(price_requests(workload, counted, match, one) for one in dated)
    rates = [choose_rate(match, one, []) for one in dated]
    reason = next((surface.reason for surface in surfaces if surface.reason), None)
    if len({rate.currency for rate in rates}) > 1:
        reason = "its currency changes within the plan: make it two plans"
    notes += (
        cache_notes(workload, rates[0])
        + _beyond(match, surfaces)
        + _unthinking(workload, match)
        + _receipt_notes(match, counted, dated[0])
    )
    return Priced(match, rates[0], terms, days, counted, surfaces, shares, reason, notes)


def _shares(spot: _Spot, days: tuple[date, ...]) -> Floats:
    """Give the share of each month's requests that falls on each piece of days."""
    shares = np.zeros((len(days), len(spot.base)))
    for day in spot.days:
        place = sum(first <= day.day for first in days) - 1 if len(days) > 1 else 0
        shares[place, day.month] += float(day.factor)
    return shares / np.where(spot.base > 0, spot.base, 1.0)


def _beyond(match: Match, surfaces: tuple[Surface, ...]) -> tuple[str, ...]:
    most = max(surface.beyond for surface in surfaces)
    what = f"{most:.1%} of the requests exceed the input limit of {match.model.id}"
    return (f"{what}: taken as refused, at no cost",) if most else ()


def _unthinking(workload: Workload, match: Match) -> tuple[str, ...]:
    """Say that a model thinks by itself, where the plan is silent on it."""
    by_itself = {"opt_out": "unless it is switched off", "always": "always"}
    words = by_itself.get(match.model.thinking or "")
    if words is None or workload.thinking_share != NONE:
        return ()
    remedy = "give thinking_share and thinking_tokens if it does"
    return (f"{match.model.id} thinks {words}: planned without thinking; {remedy}",)


def _receipt_notes(match: Match, counted: Counted, terms: Terms) -> tuple[str, ...]:
    """Collect what the receipts of a usual request rest on."""
    found: dict[str, None] = {}
    for way in counted.found:
        usage = Usage(input_tokens=1, output_tokens=1, reasoning_tokens=int(way.thinking))
        receipt = make_receipt(usage, match, way_terms(terms, way))
        skip = ("off-peak price",) if way.peak else ()
        found |= dict.fromkeys(note for note in receipt.assumptions if not note.startswith(skip))
    return tuple(found)
