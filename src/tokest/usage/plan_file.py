"""Fitted workloads as the text of a plan, which `tokest plan` reads."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tokest.usage.fitting import Fitted, Sizes

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LONGEST: Final = 80
"""Characters of a workload's name."""

MONTHS: Final = 12

OFF: Final = 0.01
"""Share of a count by which a whole number may be off without a word."""

WIDEST: Final = 2.27
"""How many means the 90th percentile of a lognormal distribution is away at most."""


def plan_text(fitted: Sequence[Fitted], name: str, *, region: str | None = None) -> str:
    """Write a plan of a year from the month after the log on.

    Every workload says in a comment what it was fitted to; what the log is too short for is left
    out of the plan, and said to be.
    """
    first, last = min(one.first for one in fitted), max(one.last for one in fitted)
    start = _next_month(last)
    calls = sum(one.calls for one in fitted)
    lines = [
        f"# Fitted to {calls:,} logged calls of {first} to {last}. Sizes, rates and shares are",
        "# those of the log; change what will be otherwise.",
        "version: 1",
        f"name: {_quoted(name[:LONGEST])}",
        f"start: {start}",
        f"end: {start.replace(year=start.year + MONTHS // 12)}",
        "",
        "workloads:",
    ]
    names = Counter[str]()
    for one in fitted:
        names[one.name] += 1
        lines += _workload(one, names[one.name], region)
    return "\n".join(lines) + "\n"


def _workload(one: Fitted, number: int, region: str | None) -> Iterator[str]:
    name = one.name if number == 1 else f"{one.name} {number}"
    yield f"  # {one.calls:,} calls of {one.first} to {one.last}"
    yield f"  - name: {_quoted(name[:LONGEST])}"
    yield f"    models: [{_quoted(one.model)}]"
    if region is not None:
        yield f"    region: {_quoted(region)}"
    yield f"    input: {_size(one.input)}"
    yield f"    output: {_size(one.output)}"
    yield f"    requests_per_day: {_number(one.requests_per_day)}"
    if one.growth_per_month is None:
        yield "    # growth_per_month: the log is too short to say"
    else:
        yield f"    growth_per_month: {_number(max(one.growth_per_month, -0.99))}"
    if one.weekdays is None:
        yield "    # weekdays: the log is too short to say"
    else:
        days = zip(WEEKDAYS, one.weekdays, strict=True)
        yield f"    weekdays: {{{', '.join(f'{day}: {_number(factor)}' for day, factor in days)}}}"
    yield from _modes(one)


def _modes(one: Fitted) -> Iterator[str]:
    if one.cache_share:
        kind = "explicit" if one.cache_explicit else "implicit"
        yield f"    cache: {{share: {_number(one.cache_share)}, kind: {kind}}}"
    if one.batch_share:
        yield f"    batch_share: {_number(one.batch_share)}"
    if one.thinking is not None:
        yield f"    thinking_share: {_number(one.thinking_share)}"
        yield f"    thinking_tokens: {_size(one.thinking)}"
    if one.units:
        yield f"    units: {{{', '.join(f'{name}: {_whole(mean)}' for name, mean in one.units)}}}"
        for name, mean in one.units:
            if abs(mean - _whole(mean)) > OFF * mean:
                yield f"    # {name} was {_number(mean)} a request: a plan has whole ones"
    if one.variant is not None:
        yield f"    variant: {_quoted(one.variant)}"


def _size(sizes: Sizes) -> str:
    """Write a mean and its 90th percentile; sizes that hardly differ are one number.

    So are those of less than a token on average, which no lognormal distribution has.
    """
    mean = round(sizes.mean)
    if sizes.mean < 1:
        return _number(sizes.mean)
    if sizes.p90 <= mean:
        return str(mean)
    most = int(mean * WIDEST)
    shape = f"{{mean: {mean}, p90: {min(sizes.p90, most)}, max_tokens: {sizes.most}}}"
    return f"{shape}  # p90 was {sizes.p90}, more than the shape has" if sizes.p90 > most else shape


def _whole(mean: float) -> int:
    return max(1, round(mean))


def _number(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")


def _quoted(text: str) -> str:
    return json.dumps(text)  # YAML's double-quoted strings hold JSON's


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
