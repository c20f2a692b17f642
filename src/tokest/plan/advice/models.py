"""Cheaper models that fit what a workload needs."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from tokest.errors import TokestError
from tokest.plan.advice.values import Idea
from tokest.plan.checks import typical
from tokest.plan.workload import NONE
from tokest.rates.limits import fit
from tokest.rates.match import Match, find_model
from tokest.rates.price import make_receipt
from tokest.rates.terms import Terms, choose_rate
from tokest.units import Usage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokest.plan.advice.bench import Bench
    from tokest.plan.workload import Workload
    from tokest.rates.card import Rate, RateCard

LIGHT: Final = ("classification", "extraction", "summary")
"""Tasks for lightweight models, as the vendor advises for categorization and summary
(https://www.alibabacloud.com/help/en/model-studio/model-usage, 2026-03-24); extraction is ours."""

DEMANDING: Final = ("code", "reasoning")
MOST: Final = 3
_DATED: Final = re.compile(r"-(\d{4}-\d{2}-\d{2}|\d{8}|\d{4}|\d{6})$|preview|latest", re.ASCII)


def cheaper_models(bench: Bench, index: int) -> Iterator[Idea]:
    """Yield the cheapest models that fit, and all cheaper candidates of the plan."""
    job = bench.prepared.jobs[index]
    workload, base = job.workload, job.models[0].match
    usage = usual(bench, index)
    costs = {}
    for match in _in_question(bench.card, workload, base):
        cost = _cost(bench, index, match, usage)
        if cost is not None:
            costs[f"{match.provider.id}/{match.model.id}"] = cost
    own = _cost(bench, index, base, usage)
    named = {name: rank for rank, name in enumerate(sorted(costs, key=lambda n: (costs[n], n)))}
    candidates = {_full_name(job_model.match) for job_model in job.models[1:]}
    for name, rank in named.items():
        if own is not None and costs[name] < own and (rank < MOST or name in candidates):
            yield _idea(workload, name.split("/", 1)[1] if name not in candidates else name, name)


def usual(bench: Bench, index: int) -> Usage:
    """Give a request that few exceed: nine in ten are smaller in each part."""
    job = bench.prepared.jobs[index]
    workload, counted = job.workload, job.models[0].counted
    first = typical(workload.input)[0] or round(float(counted.rows[0][2][:, 0].max()))
    answer = typical(workload.output)[0] or 0
    thinking = 0
    if workload.thinking_tokens is not None and workload.thinking_share != NONE:
        thinking = typical(workload.thinking_tokens)[0] or 0
    history = (workload.turns - 1) * (workload.turn_input + answer)
    return Usage(
        input_tokens=first + history,
        output_tokens=answer + thinking,
        reasoning_tokens=thinking,
        **dict(workload.units),  # type: ignore[arg-type]  # counts alone
    )


def _in_question(card: RateCard, workload: Workload, base: Match) -> Iterator[Match]:
    """Yield the plan's own candidates, and models of the same provider by the class of the task."""
    seen = {_full_name(base)}
    for name in workload.models[1:]:
        match = find_model(card, name)
        seen.add(_full_name(match))
        if _is_good(workload, match):
            yield match
    scored = {name for name, _ in workload.quality}
    for model in base.provider.models:
        match = Match(base.provider, model, "exact")
        name = _full_name(match)
        asked = model.id in scored or name in scored
        by_class = workload.task not in DEMANDING and not scored
        suits = model.kind == base.model.kind and model.lifecycle == "current"
        if name not in seen and (asked or (by_class and not _DATED.search(model.id))) and suits:
            found = find_model(card, name)
            if _is_good(workload, found):
                yield found


def _is_good(workload: Workload, match: Match) -> bool:
    """Whether the user's own scores, where given, allow a model."""
    scores = {name.lower(): score for name, score in workload.quality}
    if not scores:
        return True
    own = scores.get(match.model.id.lower(), scores.get(_full_name(match).lower()))
    return own is not None and own >= (workload.least_quality or Decimal(0))


def _cost(bench: Bench, index: int, match: Match, usage: Usage) -> Decimal | None:
    """Price the usual request, or say that the model does not fit."""
    job = bench.prepared.jobs[index]
    workload = job.workload
    at = bench.at or bench.prepared.plan.start
    terms = Terms(region=workload.region, at=at)
    try:
        rate = choose_rate(match, terms, [])
        receipt = make_receipt(usage, match, terms)
    except TokestError:
        return None
    thinking = workload.thinking_share != NONE
    fits = fit(match.model, usage, thinking=thinking).ok
    base = job.models[0].rate
    same = base is not None and rate.currency == base.currency
    chosen = any(match.model is own.match.model for own in job.models)
    if not fits or not same or not (chosen or _offers(workload, match, rate)):
        return None
    return receipt.per_request


def _offers(workload: Workload, match: Match, rate: Rate) -> bool:
    prices = rate.tiers[0].prices
    factors = rate.cache
    cached = prices.cache_read is not None or (factors is not None and factors.read is not None)
    needs = set(workload.needs)
    if workload.thinking_share != NONE or workload.task == "reasoning":
        needs.add("thinking")
    if workload.batch_share != NONE:
        needs.add("batch")
    if workload.cache is not None:
        needs.add("cache")
    has = {
        "thinking": match.model.thinking is not None,
        "batch": rate.batch is not None,
        "cache": cached,
    }
    return all(has[need] for need in needs)


def _full_name(match: Match) -> str:
    return f"{match.provider.id}/{match.model.id}"


def _idea(workload: Workload, shown: str, name: str) -> Idea:
    if workload.quality:
        assumption = "its quality score of the plan is enough"
    elif workload.task in LIGHT:
        assumption = f"a lightweight model is enough for {workload.task}; try it on own samples"
    else:
        assumption = "its answers are as good for this task: not judged here, try own samples"
    return Idea(
        kind="model",
        what=f"use {shown} instead of {workload.models[0]}",
        change=replace(workload, models=(name,)),
        assumption=assumption,
        how=f"set model to {name.split('/', 1)[1]!r}; it takes such requests and is sold here",
    )
