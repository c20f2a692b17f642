"""The cost planner as a section of a page: sliders, a table, and prices inside."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from tokest.errors import InputError, RegionError
from tokest.plan.planner.prices import model_prices
from tokest.rates.match import find_model
from tokest.rates.price import make_receipt
from tokest.rates.terms import Terms
from tokest.render.html import literal, table_html
from tokest.render.page import Section
from tokest.render.table import Column, Table
from tokest.units import EXACT, Usage

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tokest.rates.card import RateCard
    from tokest.rates.match import Match

COLUMNS: Final = (
    Column("model"),
    Column("region"),
    Column("currency"),
    Column("cost", "amount", bar="currency"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the sliders start with, and what to say of it; shares are in percent."""

    requests: int = 10_000
    input: int = 1_200
    output: int = 400
    thinking: int = 0
    cached: int = 0
    batch: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Slider:
    name: str
    label: str
    most: int
    unit: str = ""
    log: bool = True
    times: int = 1


SLIDERS: Final = (
    _Slider(name="requests", label="Requests", most=100_000_000),
    _Slider(name="input", label="Input tokens of a request", most=2_000_000),
    _Slider(name="output", label="Output tokens of a request", most=200_000),
    _Slider(name="thinking", label="Thinking tokens of a request", most=200_000),
    _Slider(name="cached", label="Input from the cache", most=100, unit=" %", log=False, times=10),
    _Slider(
        name="batch", label="Requests in batch files", most=100, unit=" %", log=False, times=10
    ),
)


def planner_section(
    models: Sequence[str],
    card: RateCard,
    *,
    region: str | None = None,
    at: date | None = None,
    settings: Settings | None = None,
) -> Section:
    """Lay out the planner for some models; without a script, it shows the settings' costs.

    A model that is not offered in the region, or whose prices have rules that the planner's
    script does not know, is left out of the table and named below it.

    Raises
    ------
    UnknownModelError, AmbiguousModelError
        with the nearest names.
    """
    start = settings or Settings()
    priced, rows, left_out = [], [], []
    for match in (find_model(card, name) for name in models):
        try:
            prices = model_prices(match, region, at)
        except (RegionError, InputError) as error:
            left_out.append(str(error))
            continue
        priced.append(prices)
        cost = plan_cost(match, start, region, at)
        rows.append((match.model.id, prices["region"], prices["currency"], cost))
    notes = (
        "cost of all requests together",
        "prices of the hours off peak",
        *start.notes,
        *left_out,
    )
    table = Table(columns=COLUMNS, rows=tuple(rows), notes=notes)
    data = json.dumps(priced).replace("<", "\\u003c")
    html = (
        f'<form id="planner" hidden>{"".join(_slider(one, start) for one in SLIDERS)}</form>\n'
        f'<div class="wide">{table_html(table, _ATTRIBUTES)}</div>\n'
        f'<script type="application/json" id="planner-models">{data}</script>\n'
    )
    return Section(title="Cost planner", html=html)


_ATTRIBUTES: Final = ' id="planner-costs" aria-label="Cost by model"'


def planner_script() -> str:
    """Give the script that a page with the section needs.

    >>> planner_script().count('"use strict"')
    1
    """
    folder = files("tokest.plan.planner")
    return "".join((folder / name).read_text("utf-8") for name in ("cost.js", "page.js"))


def plan_cost(match: Match, plan: Settings, region: str | None, at: date | None) -> Decimal | None:
    """Price a plan by receipts; ``None`` where a part of it has no price."""
    in_batch = plan.requests * plan.batch // 100
    usage = Usage(
        input_tokens=plan.input,
        cache_read_tokens=plan.input * plan.cached // 100,
        output_tokens=plan.output + plan.thinking,
        reasoning_tokens=plan.thinking,
    )
    total = Decimal(0)
    for requests, batch in ((plan.requests - in_batch, False), (in_batch, True)):
        if requests:
            terms = Terms(region=region, batch=batch, at=at)
            cost = make_receipt(usage, match, terms, requests).total
            if cost is None:
                return None
            total = EXACT.add(total, cost)
    return total


def _slider(slider: _Slider, start: Settings) -> str:
    most = 1000 if slider.log else slider.most
    scale = "log" if slider.log else "linear"
    value = getattr(start, slider.name)
    return (
        f"<label>{literal(slider.label)} "
        f'<input type="range" name="{slider.name}" min="0" max="{most}" step="1"'
        f' data-scale="{scale}" data-most="{slider.most}" data-times="{slider.times}"'
        f' data-start="{value}" data-unit="{slider.unit}">'
        f' <output id="said-{slider.name}"></output></label>\n'
    )
