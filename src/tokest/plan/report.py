"""A forecast as the sections of a page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tokest.errors import TokestError
from tokest.plan.planner.section import planner_section
from tokest.plan.planner.start import start_of
from tokest.plan.quota_left import quota_left_table
from tokest.plan.tables import forecast_tables
from tokest.rates.match import find_model
from tokest.rates.terms import Terms, choose_rate
from tokest.render.html import literal
from tokest.render.page import Section, table_section
from tokest.render.plain import amount
from tokest.render.table import Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from tokest.plan.outcome import CurrencyTotal, Forecast
    from tokest.plan.planner.section import Settings
    from tokest.plan.workload import Plan
    from tokest.rates.card import RateCard
    from tokest.render.table import Cell


def report_sections(plan: Plan, found: Forecast, card: RateCard, at: date) -> tuple[Section, ...]:
    """Lay out what a forecast comes to, its tables, the cost planner, and the sources."""
    return (
        _summary(plan, found, at),
        *(table_section(_headed(table, plan)) for table in _tables(found)),
        _planner(plan, found, card, at),
        table_section(_sources(plan, card, at)),
    )


def _tables(found: Forecast) -> Iterator[Table]:
    for name, table in forecast_tables(found).items():
        yield table
        if name == "quota":
            yield quota_left_table(found)


_TOTAL: Final = (
    '<p class="total"><strong>{middle} {currency}</strong> in the middle; '
    "{low} to {high} in eight of ten draws</p>\n"
)
_CERTAIN: Final = '<p class="total"><strong>{middle} {currency}</strong></p>\n'


def _summary(plan: Plan, found: Forecast, at: date) -> Section:
    """Say in a line or two what it all comes to."""
    last = found.months[-1] if found.months else plan.start
    span = f"{plan.start:%Y-%m} to {last:%Y-%m}"
    names = ", ".join(one.name for one in plan.workloads)
    lines = "".join(map(_total, found.totals))
    return Section(
        title="",
        html=f"{lines}<p>{literal(names)}: {span}. Forecast of {at}.</p>\n",
    )


def _total(one: CurrencyTotal) -> str:
    total = one.total
    line = _CERTAIN if total.p10 == total.p90 else _TOTAL
    low, middle, high = map(amount, (total.p10, total.p50, total.p90))
    return line.format(low=low, middle=middle, high=high, currency=literal(one.currency))


def _headed(table: Table, plan: Plan) -> Table:
    """Leave the plan's name, which heads the page, out of a title."""
    title = table.title.removeprefix(f"{plan.name}: ")
    return replace(table, title=title[:1].upper() + title[1:])


def _planner(plan: Plan, found: Forecast, card: RateCard, at: date) -> Section:
    models = tuple(dict.fromkeys(name for one in plan.workloads for name in one.models))
    start = _start(plan, found, card)
    return planner_section(models, card, region=_region(plan), at=at, settings=start)


def _start(plan: Plan, found: Forecast, card: RateCard) -> Settings | None:
    requests = round(found.workloads[0].requests_total.mean)
    try:
        return start_of(plan.workloads[0], requests, card)
    except TokestError:  # a prompt that cannot be counted: its model's row says so
        return None


def _region(plan: Plan) -> str | None:
    """Give the region of all workloads, if it is one."""
    regions = {one.region for one in plan.workloads}
    return regions.pop() if len(regions) == 1 else None


def _sources(plan: Plan, card: RateCard, at: date) -> Table:
    """List where the prices of the plan's models were read, and when."""
    pairs = {(name, one.region): None for one in plan.workloads for name in one.models}
    rows = tuple(row for name, region in pairs for row in _source(name, region, card, at))
    columns = (
        Column("model"),
        Column("region"),
        Column("currency"),
        Column("figure"),
        Column("checked"),
        Column("page"),
    )
    return Table(columns=columns, rows=rows, title="Where the prices were read")


def _source(name: str, region: str | None, card: RateCard, at: date) -> Iterator[tuple[Cell, ...]]:
    match = find_model(card, name)
    try:
        rate = choose_rate(match, Terms(region=region, at=at), [])
    except TokestError:
        yield match.model.id, region, None, "no price", None, None
        return
    page = rate.source if rate.via is None else f"{rate.source} (via {rate.via})"
    yield match.model.id, rate.region, rate.currency, rate.status, rate.checked, page
