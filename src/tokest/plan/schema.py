"""The one declaration of a plan's file format; `tokest.documents` does the reading."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from tokest.documents.kinds import (
    SELF,
    Choice,
    Count,
    Day,
    Flag,
    Many,
    Number,
    Record,
    Text,
    items,
)
from tokest.documents.notes import Notes, Unreadable
from tokest.documents.reading import read
from tokest.plan.checks import check_against_card, check_fitting, check_workloads
from tokest.plan.exchange import Exchange
from tokest.plan.kinds import MOST_SIZE, Early, Made, model, number, share, size
from tokest.plan.workload import EVERY_DAY, EVERY_MONTH, Budget, Caching, Grant, Plan, Workload
from tokest.units import UNITS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tokest.documents.kinds import Kind
    from tokest.plan.kinds import Nodes, Problems, Values
    from tokest.rates.card import RateCard

TASKS: Final = ("chat", "classification", "code", "extraction", "reasoning", "summary")
NEEDS: Final = ("batch", "cache", "thinking")
WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTHS: Final = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip
MOST_DAYS: Final = 3660

_NAME: Final = Text(pattern=r"[^\s].{0,79}", example="a name of at most 80 characters")
_CURRENCY: Final = Text(pattern="[A-Z]{3}", example="a currency such as USD")
_FACTOR: Final = Number(0, 1000)
_COUNTED: Final = {"input", "output", "cache_read", "cache_read_explicit", "cache_write"}
_OTHER_UNITS: Final = tuple(
    unit.field for unit in UNITS if unit.inside is None and unit.name not in _COUNTED
)


def read_plan(text: str, path: str, card: RateCard, read_text: Callable[[str], str]) -> Plan:
    """Read a plan; `read_text` gives the files that it names.

    Raises
    ------
    FileFormatError
        with every problem as ``path:line:column: what, nearest right answer``.

    Examples
    --------
    >>> from tokest.rates.load import builtin_card
    >>> text = '''
    ... version: 1
    ... name: chat
    ... start: 2026-12-01
    ... end: 2027-01-01
    ... workloads:
    ...   - {name: chat, models: [qwen-plus], input: 900, output: 300, requests_per_day: 100}
    ... '''
    >>> read_plan(text, "plan.yaml", builtin_card(), str).workloads[0].models
    ('qwen-plus',)
    """
    plan: Plan = read(text, path, plan_kind(card, read_text))
    return plan


def plan_kind(card: RateCard, read_text: Callable[[str], str]) -> Kind:
    """Make the kind of a whole plan, which knows the models of a rate card."""
    required: dict[str, Kind] = {
        "version": Count(minimum=1, maximum=1),
        "name": _NAME,
        "start": Day(),
        "end": Day(),
        "workloads": Many(_workload_kind(card, read_text), at_least=1),
    }
    optional: dict[str, Kind] = {
        "budgets": Many(_budget_kind(card)),
        "free_quota": Many(_GRANT),
        "exchange": Many(_EXCHANGE),
    }
    whole = Record(_plan, required, optional, check=partial(_check_plan, card))
    return Early(whole, partial(_check_readable, card, _workload_kind(card, read_text)))


def _workload_kind(card: RateCard, read_text: Callable[[str], str]) -> Kind:
    required: dict[str, Kind] = {
        "name": _NAME,
        "models": Many(model(card), at_least=1),
        "input": size(read_text),
        "output": size(read_text),
        "requests_per_day": number(),
    }
    optional: dict[str, Kind] = {
        "growth_per_month": number(10, -1),
        "weekdays": Record(dict, {}, dict.fromkeys(WEEKDAYS, _FACTOR)),
        "months": Record(dict, {}, dict.fromkeys(MONTHS, _FACTOR)),
        "start": Day(),
        "end": Day(),
        "region": Text(),
        "turns": Count(minimum=1, maximum=1000),
        "turn_input": Count(maximum=MOST_SIZE),
        "cache": _CACHE,
        "batch_share": share(),
        "thinking_share": share(),
        "thinking_tokens": size(read_text),
        "peak_share": share(),
        "retry_share": share(),
        "failure_share": share(),
        "units": Record(dict, {}, dict.fromkeys(_OTHER_UNITS, Count(maximum=MOST_SIZE))),
        "variant": Text(),
        "task": Choice(TASKS),
        "needs": Many(Choice(NEEDS)),
        "quality": Many(_QUALITY),
        "least_quality": Number(0, 100),
    }
    whole = Record(_workload, required, optional, check=partial(_check_workload, card))
    return Early(whole, _check_parts)


def _check_cache(values: Values, nodes: Nodes) -> Problems:
    if ("share" in values) == ("prefix_tokens" in values):
        yield nodes[SELF], "give share or prefix_tokens, one of them"
    for key in ("seconds_between", "ttl_seconds", "history"):
        if key in values and "share" in values:
            yield nodes[key], f"{key} goes with prefix_tokens: share says the hits already"


def _check_grant(values: Values, nodes: Nodes) -> Problems:
    if "off_on" in values and not values.get("only"):
        yield nodes["off_on"], "off_on switches off what is on: give only: true"
    if values.get("off_on") and values["off_on"] < values["granted"]:
        yield nodes["off_on"], f"is before the quota was granted on {values['granted']}"
    if "left" in values and values.get("amount") is not None and values["left"] > values["amount"]:
        yield nodes["left"], f"more is left than the {values['amount']:,} that were granted"


_CACHE: Final = Record(
    Caching,
    {},
    {
        "share": share(),
        "prefix_tokens": Count(minimum=1, maximum=MOST_SIZE),
        "seconds_between": Number(0),
        "ttl_seconds": Count(minimum=1, maximum=10**7),
        "kind": Choice(("implicit", "explicit")),
        "history": Flag(),
    },
    check=_check_cache,
)
_QUALITY: Final = Record(
    lambda model, score: (model, score), {"model": Text(), "score": Number(0, 100)}
)
_GRANT: Final = Record(
    Grant,
    {"models": Many(Text(), at_least=1), "granted": Day()},
    {
        "left": Count(),
        "amount": Count(),
        "days": Count(minimum=1, maximum=MOST_DAYS),
        "only": Flag(),
        "off_on": Day(),
    },
    check=_check_grant,
)


_EXCHANGE: Final = Made(
    Record(dict, {"base": _CURRENCY, "quote": _CURRENCY, "rate": Number(), "day": Day()}),
    lambda values: Exchange(**values),
)


def _budget_kind(card: RateCard) -> Record:
    required: dict[str, Kind] = {
        "amount": Number(maximum=10**12),
        "currency": _CURRENCY,
        "per": Choice(("day", "month", "plan")),
    }
    optional: dict[str, Kind] = {
        "workload": Text(),
        "model": model(card),
        "percent": Number(1, 1000),
        "probability": Number(0, 1),
    }
    return Record(Budget, required, optional)


def _workload(
    weekdays: dict[str, Any] | None = None,
    months: dict[str, Any] | None = None,
    **rest: Any,  # noqa: ANN401
) -> Workload:
    by_day = zip(WEEKDAYS, EVERY_DAY, strict=True)
    by_month = zip(MONTHS, EVERY_MONTH, strict=True)
    rest["units"] = tuple((rest.get("units") or {}).items())
    return Workload(
        weekdays=tuple((weekdays or {}).get(name, one) for name, one in by_day),
        months=tuple((months or {}).get(name, one) for name, one in by_month),
        **rest,
    )


def _plan(version: int, **rest: Any) -> Plan:  # noqa: ANN401  # fields of Plan
    del version  # there is one
    return Plan(**rest)


def _check_parts(values: Values, nodes: Nodes) -> Problems:
    """Hold a workload's parts against each other, those that could be read."""
    start, end = values.get("start"), values.get("end")
    if start and end and start >= end:
        yield nodes["end"], f"the workload ends on {end}, before it starts on {start}"
    turns = values.get("turns", 0 if "turns" in nodes else 1)
    if turns > 1 and "turn_input" not in nodes:
        yield nodes["turns"], "say how many tokens each later message adds: turn_input"
    if turns == 1 and values.get("turn_input"):
        yield nodes["turn_input"], "turn_input goes with turns above 1"
    if "thinking_share" in nodes and "thinking_tokens" not in nodes:
        yield nodes["thinking_share"], "say how long it thinks: thinking_tokens"
    if "thinking_tokens" in nodes and "thinking_share" not in nodes:
        yield nodes["thinking_tokens"], "say how often it thinks: thinking_share, 1 for always"
    if "least_quality" in nodes and "quality" not in nodes:
        yield nodes["least_quality"], "no model has a quality: give quality scores of your own"


def _check_workload(card: RateCard, values: Values, nodes: Nodes) -> Problems:
    yield from _check_parts(values, nodes)
    yield from check_fitting(_workload(**values), nodes, card)


def _check_span(values: Values, nodes: Nodes) -> Problems:
    """Hold the days of a plan against each other, if they could be read."""
    start, end = values.get("start"), values.get("end")
    if start and end and start >= end:
        yield nodes["end"], f"the plan ends on {end}, before it starts on {start}"
    elif start and end and (end - start).days > MOST_DAYS:
        yield nodes["end"], f"the plan is longer than {MOST_DAYS:,} days"


def _check_readable(card: RateCard, kind: Kind, values: Values, nodes: Nodes) -> Problems:
    """Check what could be read of a plan: its days, and those of its workloads that are whole."""
    problems = list(_check_span(values, nodes))
    yield from problems
    if problems or not {"start", "end"} <= values.keys() or "workloads" not in nodes:
        return
    parts = {name: values[name] for name in ("budgets", "free_quota") if name in values}
    days = {"start": values["start"], "end": values["end"]}
    if "workloads" in values:
        plan = Plan(name="", workloads=values["workloads"], **days, **parts)
        yield from check_against_card(plan, {name: nodes[name] for name in values}, card)
        return
    silent = Notes("")  # what cannot be read is noted already
    read = [(kind.read(node, silent), node) for node in items(nodes["workloads"])]
    whole = [(one, node) for one, node in read if not isinstance(one, Unreadable)]
    plan = Plan(name="", workloads=tuple(one for one, _ in whole), **days)
    yield from check_workloads(plan, [node for _, node in whole], card)


def _check_plan(card: RateCard, values: Values, nodes: Nodes) -> Problems:
    problems = list(_check_span(values, nodes))
    yield from problems or check_against_card(_plan(**values), nodes, card)
