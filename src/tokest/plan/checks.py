"""Hold a plan against itself and the rate card: what is wrong, where, and what would be right."""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, Final

from tokest.documents.kinds import items
from tokest.errors import RegionError, TokestError
from tokest.nearest import nearest
from tokest.plan.grants import grant_for, terms_of
from tokest.plan.kinds import child
from tokest.plan.workload import Fixed, Sample, Size, Skewed
from tokest.rates.match import find_model
from tokest.rates.terms import Terms, choose_rate

if TYPE_CHECKING:
    from datetime import date

    import yaml

    from tokest.plan.kinds import Nodes, Problems
    from tokest.plan.workload import Number, Plan, Workload
    from tokest.rates.card import Limits, RateCard

NO_SIZE: Final = Size(shape=Fixed(Decimal(0)))
_OFTEN: Final = "one request in ten"
MOST_DAILY: Final = 10**12
"""More requests a day than this are a mistake in the plan."""


def check_fitting(workload: Workload, nodes: Nodes, card: RateCard) -> Problems:
    """Yield where sizes exceed a model's limits, or parts exceed their whole."""
    first, often = typical(workload.input)
    cache = workload.cache
    if cache and cache.prefix_tokens and first is not None and cache.prefix_tokens > first:
        what = f"the prefix of {cache.prefix_tokens:,} tokens is longer than the input of {first:,}"
        yield child(nodes["cache"], "prefix_tokens"), what
    added = (workload.turns - 1) * (workload.turn_input + (typical(workload.output)[0] or 0))
    for name, node in zip(workload.models, items(nodes["models"]), strict=True):
        limits = find_model(card, name).model.limits
        if limits is not None and first is not None:
            yield from (
                (node if key == "models" else nodes[key], f"{what} of {name}")
                for key, what in _broken(workload, first + added, often, limits)
            )


def _broken(workload: Workload, tokens: int, often: str, limits: Limits) -> list[tuple[str, str]]:
    most_in = limits.max_input or limits.context_window
    answer, answer_often = typical(workload.output)
    found = []
    if most_in is not None and tokens > most_in:
        last = f", the last of {workload.turns} turns," if workload.turns > 1 else ""
        what = f"{tokens:,} input tokens{last} in {often} > max input {most_in:,}"
        found.append(("models", what))
    if answer is not None and limits.max_output is not None and answer > limits.max_output:
        what = f"{answer:,} output tokens in {answer_often} > max output {limits.max_output:,}"
        found.append(("output", what))
    window = limits.context_window
    if not found and window is not None and tokens + (answer or 0) > window:
        what = f"{tokens + (answer or 0):,} input and output tokens > context window {window:,}"
        found.append(("models", what))
    thought, thought_often = typical(workload.thinking_tokens or NO_SIZE)
    if thought is not None and limits.max_reasoning is not None and thought > limits.max_reasoning:
        what = f"{thought:,} tokens in {thought_often} > max reasoning {limits.max_reasoning:,}"
        found.append(("thinking_tokens", what))
    return found


def typical(size: Size) -> tuple[int | None, str]:
    """Give tokens that are reached often enough to be meant, and how often that is.

    >>> typical(Size(shape=Sample((10, 20, 90), "a log"), most=50))
    (50, 'one request in ten')
    """
    shape = size.shape
    if isinstance(shape, Fixed):
        tokens, often = int(shape.value), "every request"
    elif isinstance(shape, Skewed):
        tokens, often = int(shape.p90), _OFTEN
    elif isinstance(shape, Sample):
        tokens, often = shape.values[(len(shape.values) * 9) // 10], _OFTEN
    else:
        return None, ""
    return min(tokens, size.most) if size.most else tokens, often


def check_against_card(plan: Plan, nodes: Nodes, card: RateCard) -> Problems:
    """Yield where names, regions and days are not on record."""
    yield from check_workloads(plan, items(nodes["workloads"]), card)
    if "budgets" in nodes:
        yield from _check_budgets(plan, nodes, {workload.name for workload in plan.workloads})
    if "free_quota" in nodes:
        yield from _check_grants(plan, nodes, card)


def check_workloads(plan: Plan, nodes: list[yaml.Node], card: RateCard) -> Problems:
    """Yield what is wrong of single workloads, given with their nodes."""
    names: set[str] = set()
    for workload, node in zip(plan.workloads, nodes, strict=True):
        if workload.name in names:
            yield child(node, "name"), f"two workloads are called {workload.name!r}"
        names.add(workload.name)
        yield from _check_days(plan, workload, dict(_children(node)))
        yield from _check_growth(plan, workload, node)
        start, end = span(plan, workload)
        for name, place in zip(workload.models, items(child(node, "models")), strict=True):
            where = child(node, "region") if workload.region else place
            for what in _gaps(name, workload.region, (start, end), card):
                yield where, what


def _check_growth(plan: Plan, workload: Workload, node: yaml.Node) -> Problems:
    """Refuse a growth that is a mistake before it overflows any number."""
    start, end = span(plan, workload)
    steps = max(0, (end.year - start.year) * 12 + end.month - start.month)
    growth = 1 + _most(workload.growth_per_month)
    factors = max(workload.weekdays) * max(workload.months)
    with localcontext(prec=50):
        most = _most(workload.requests_per_day) * max(growth, Decimal(1)) ** steps * factors
    if most > MOST_DAILY:
        what = f"up to {most:.3g} requests on a day at the end: more than {MOST_DAILY:.0e}"
        yield child(node, "growth_per_month"), what


def _most(number: Number) -> Decimal:
    if isinstance(number, Fixed):
        return number.value
    return number.p90 if isinstance(number, Skewed) else number.high


def span(plan: Plan, workload: Workload) -> tuple[date, date]:
    """Give the days of a workload inside its plan, ``[start, end)``."""
    return max(plan.start, workload.start or plan.start), min(plan.end, workload.end or plan.end)


def _children(node: object) -> list[tuple[str, object]]:
    return [(key.value, value) for key, value in getattr(node, "value", [])]


def _check_days(plan: Plan, workload: Workload, nodes: dict[str, object]) -> Problems:
    if workload.start and workload.start >= plan.end:
        what = f"starts on {workload.start}, after the plan has ended on {plan.end}"
        yield nodes["start"], what  # type: ignore[misc]  # a node
    if workload.end and workload.end <= plan.start:
        what = f"ends on {workload.end}, before the plan starts on {plan.start}"
        yield nodes["end"], what  # type: ignore[misc]  # a node


def _gaps(name: str, region: str | None, days: tuple[date, date], card: RateCard) -> list[str]:
    """Say where a model has no rate in its region, on the first or the last day."""
    match = find_model(card, name)
    found = []
    for day in dict.fromkeys((days[0], max(days[0], _before(days[1])))):
        try:
            choose_rate(match, Terms(region=region, at=day), [])
        except RegionError as error:
            found.append(str(error))
    return found[:1]


def _check_grants(plan: Plan, nodes: Nodes, card: RateCard) -> Problems:
    """Yield grants of no model of the plan, and of models without a quota on record."""
    used = [(one, find_model(card, name)) for one in plan.workloads for name in one.models]
    for grant, node in zip(plan.free_quota, items(nodes["free_quota"]), strict=True):
        meant = [(one, match) for one, match in used if grant_for((grant,), match)]
        where = child(node, "models")
        if not meant:
            models = ", ".join(sorted({match.model.id for _, match in used}))
            yield where, f"names no model of the plan: it uses {models}"
        for workload, match in meant:
            terms = Terms(region=workload.region, at=max(plan.start, grant.granted))
            try:
                rate = choose_rate(match, terms, [])
            except TokestError:
                continue
            if terms_of(grant, rate) is None:
                what = f"no free quota of {match.model.id} in {rate.region} is on record"
                yield where, f"{what}: give its amount and days, or leave the model out"


def _before(day: date) -> date:
    return day.fromordinal(day.toordinal() - 1)


def _check_budgets(plan: Plan, nodes: Nodes, names: set[str]) -> Problems:
    models = {model for workload in plan.workloads for model in workload.models}
    for budget, node in zip(plan.budgets, items(nodes["budgets"]), strict=True):
        if budget.workload is not None and budget.workload not in names:
            close = nearest(budget.workload, names, most=1) or tuple(sorted(names))
            hint = f"there is {', '.join(map(repr, close))}"
            yield child(node, "workload"), f"no workload {budget.workload!r}, {hint}"
        if budget.model is not None and budget.model not in models:
            what = f"no workload uses {budget.model!r}: they use {', '.join(sorted(models))}"
            yield child(node, "model"), what
        if budget.amount == Decimal(0):
            yield child(node, "amount"), "a budget of 0 is always exceeded: leave it out"
