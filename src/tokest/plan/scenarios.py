"""Scenarios side by side: a base plan and what other plans cost more or less."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from tokest.errors import InputError
from tokest.plan.forecast import forecast
from tokest.plan.workload import Caching, Fixed, Prompt, Range, Sample, Size, Skewed
from tokest.render.shown import Shown
from tokest.render.table import Column, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from decimal import Decimal

    from tokest.plan.outcome import Forecast, Spread
    from tokest.plan.workload import Plan, Workload
    from tokest.rates.card import RateCard
    from tokest.render.table import Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One line of a comparison: a workload, or all of a currency (`workload` ``None``).

    ``None`` is a workload that one of the plans does not have, or has no price for.
    """

    scenario: str
    workload: str | None
    currency: str
    base: Spread | None
    other: Spread | None
    change: Decimal | None
    percent: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison(Shown):
    """A base forecast, the others, their differences, and what was changed in words."""

    base: Forecast
    others: tuple[Forecast, ...]
    differences: tuple[Difference, ...]
    changes: tuple[tuple[str, str], ...]

    def table(self) -> Table:
        """Lay out one line a workload and scenario."""
        return Table(
            columns=COLUMNS,
            rows=tuple(map(_row, self.differences)),
            title=f"{self.base.plan}, and what is different",
            notes=tuple(f"{name}: {change}" for name, change in self.changes),
        )


COLUMNS: Final = (
    Column("scenario"),
    Column("workload"),
    Column("base mean", "amount"),
    Column("base P90", "amount", extra=True),
    Column("mean", "amount"),
    Column("P90", "amount", extra=True),
    Column("difference", "amount"),
    Column("percent"),
    Column("currency"),
)


def _row(line: Difference) -> tuple[Cell, ...]:
    return (
        line.scenario,
        line.workload or "all",
        line.base.mean if line.base else None,
        line.base.p90 if line.base else None,
        line.other.mean if line.other else None,
        line.other.p90 if line.other else None,
        line.change,
        None if line.percent is None else f"{float(line.percent):+.1f} %",
        line.currency,
    )


def compare_scenarios(  # noqa: PLR0913  # what `forecast` takes, and a seed
    base: Plan,
    others: tuple[Plan, ...],
    *,
    seed: int = 0,
    draws: int = 10_000,
    at: date | None = None,
    card: RateCard | None = None,
) -> Comparison:
    """Forecast a plan and some variants of it, each from the same seed, and compare means.

    Raises
    ------
    InputError
        for no variant, and what `forecast` raises.
    """
    if not others:
        raise InputError("scenarios", "give at least one to compare with the base")
    found = [
        forecast(plan, rng=np.random.default_rng(seed), draws=draws, at=at, card=card)
        for plan in (base, *others)
    ]
    names = _names(others)
    return Comparison(
        base=found[0],
        others=tuple(found[1:]),
        differences=tuple(
            line
            for name, other in zip(names, found[1:], strict=True)
            for line in _differences(name, found[0], other)
        ),
        changes=tuple(
            (name, change)
            for name, other in zip(names, others, strict=True)
            for change in _changes(base, other)
        ),
    )


def _names(plans: tuple[Plan, ...]) -> list[str]:
    """Name scenarios, by number where names repeat."""
    names = [plan.name for plan in plans]
    return [
        name if names.count(name) == 1 else f"{name} ({place})"
        for place, name in enumerate(names, 1)
    ]


def _differences(name: str, base: Forecast, other: Forecast) -> Iterator[Difference]:
    first, second = _costs(base), _costs(other)
    for key in dict.fromkeys((*first, *second)):
        yield _difference(name, key, first.get(key), second.get(key))


def _costs(found: Forecast) -> dict[tuple[str | None, str], Spread]:
    costs: dict[tuple[str | None, str], Spread] = {}
    for workload in found.workloads:
        model = workload.models[0]
        if model.total is not None and model.currency is not None:
            costs[workload.name, model.currency] = model.total
    return costs | {(None, total.currency): total.total for total in found.totals}


def _difference(
    name: str, key: tuple[str | None, str], base: Spread | None, other: Spread | None
) -> Difference:
    change = percent = None
    if base is not None and other is not None:
        change = other.mean - base.mean
        percent = change / base.mean * 100 if base.mean else None
    return Difference(
        scenario=name,
        workload=key[0],
        currency=key[1],
        base=base,
        other=other,
        change=change,
        percent=percent,
    )


def _changes(base: Plan, other: Plan) -> Iterator[str]:
    """Say what differs, field by field."""
    for name in ("start", "end", "budgets", "free_quota", "exchange"):
        if getattr(base, name) != getattr(other, name):
            before, after = getattr(base, name), getattr(other, name)
            plain = not isinstance(before, tuple)
            yield f"{name}: {before} -> {after}" if plain else f"{name} differ"
    known = {workload.name: workload for workload in base.workloads}
    for workload in other.workloads:
        if workload.name not in known:
            yield f"{workload.name}: only here"
        else:
            yield from _workload_changes(known.pop(workload.name), workload)
    for name in known:
        yield f"{name}: only in the base"


def _workload_changes(base: Workload, other: Workload) -> Iterator[str]:
    for field in fields(base):
        before, after = getattr(base, field.name), getattr(other, field.name)
        if before != after:
            yield f"{base.name}: {field.name} {in_words(before)} -> {in_words(after)}"


def in_words(value: object) -> str:
    """Say a value of a plan in a few words.

    >>> from decimal import Decimal
    >>> in_words(Range(Decimal(1), Decimal(2))), in_words(Size(shape=Fixed(Decimal(900))))
    ('1 to 2', '900')
    >>> in_words(None), in_words(("qwen-max", "qwen-plus"))
    ('none', 'qwen-max, qwen-plus')
    """
    if value is None or value == ():
        return "none"
    if isinstance(value, tuple):
        return ", ".join(in_words(part) for part in value)
    say = _WORDS.get(type(value))
    return str(say(value) if say else value)


def _size(size: Size) -> str:
    most = f", at most {size.most:,}" if size.most else ""
    within = f", within {float(size.within):.0%}" if size.within else ""
    return f"{in_words(size.shape)}{within}{most}"


def _caching(cache: Caching) -> str:
    parts = {field.name: getattr(cache, field.name) for field in fields(cache)}
    return ", ".join(f"{name} {in_words(part)}" for name, part in parts.items() if part)


_WORDS: Final[dict[type, Callable[[Any], str]]] = {
    Fixed: lambda number: f"{number.value:f}",
    Range: lambda number: f"{number.low:f} to {number.high:f}",
    Skewed: lambda number: f"mean {number.mean:f}, p90 {number.p90:f}",
    Sample: lambda sample: f"{len(sample.values):,} sizes of {sample.source}",
    Prompt: lambda prompt: str(prompt.source),
    Size: _size,
    Caching: _caching,
}
