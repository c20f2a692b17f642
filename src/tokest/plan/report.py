"""A forecast as the sections of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokest.errors import TokestError
from tokest.plan.planner.section import planner_section
from tokest.plan.tables import forecast_tables
from tokest.rates.match import find_model
from tokest.rates.terms import Terms, choose_rate
from tokest.render.page import table_section
from tokest.render.table import Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from tokest.plan.outcome import Forecast
    from tokest.plan.workload import Plan
    from tokest.rates.card import RateCard
    from tokest.render.page import Section
    from tokest.render.table import Cell


def report_sections(plan: Plan, found: Forecast, card: RateCard, at: date) -> tuple[Section, ...]:
    """Lay out every table of a forecast, the cost planner for its models, and their sources."""
    tables = forecast_tables(found).values()
    models = tuple(dict.fromkeys(name for one in plan.workloads for name in one.models))
    planner = planner_section(models, card, region=_region(plan), at=at)
    return (*map(table_section, tables), planner, table_section(_sources(plan, card, at)))


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
