"""Charts of what is planned."""

from __future__ import annotations

from datetime import timedelta
from itertools import combinations
from typing import TYPE_CHECKING

from tokest.errors import InputError
from tokest.plan.breakeven import output_length
from tokest.plan.quota_left import until_empty
from tokest.rates.load import builtin_card
from tokest.rates.price import price
from tokest.rates.terms import Terms
from tokest.render.charts import (
    Moment,
    Point,
    Range,
    fan_chart,
    line_chart,
    range_chart,
    tornado_chart,
)
from tokest.units import Usage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from tokest.plan.comparison import Comparison
    from tokest.plan.outcome import CurrencyTotal, Driver, Forecast, Quota
    from tokest.plan.quota_table import QuotaRow, Quotas
    from tokest.rates.card import RateCard
    from tokest.render.charts import Chart


def forecast_charts(found: Forecast) -> dict[str, Chart]:
    """Draw all charts of a forecast, by name.

    >>> from tokest.plan.outcome import Forecast
    >>> empty = Forecast(plan="a", months=(), draws=1, workloads=(), totals=(), unpriced=(),
    ...                  drivers=(), budgets=(), assumptions=())
    >>> forecast_charts(empty)
    {}
    """
    charts = {f"cost_{total.currency}": cost_chart(found, total) for total in found.totals}
    currencies = dict.fromkeys(driver.currency for driver in found.drivers)
    charts |= {f"drivers_{name}": driver_chart(found, name) for name in currencies}
    return charts | {
        f"quota_{workload.name}_{model.model}": burn_chart(workload.name, model.model, model.quota)
        for workload in found.workloads
        for model in workload.models
        if model.quota is not None
    }


def cost_chart(found: Forecast, total: CurrencyTotal) -> Chart:
    """Draw the total of a currency by month: the median in a band from P10 to P90."""
    moments = [
        Moment(day=month, low=float(one.p10), value=float(one.p50), high=float(one.p90))
        for month, one in zip(found.months, total.months, strict=True)
    ]
    unit = f"{total.currency}: P50, and P10 to P90"
    return fan_chart(f"{found.plan}: cost by month", unit, moments)


def driver_chart(found: Forecast, currency: str) -> Chart:
    """Draw what moves the total of a currency: a bar from P10 to P90 of each input."""
    middles = {total.currency: float(total.total.p50) for total in found.totals}
    rows = [
        _moved(driver, middles[currency]) for driver in found.drivers if driver.currency == currency
    ]
    unit = f"total in {currency}, at P10 and P90 of each input"
    return tornado_chart(f"{found.plan}: what moves the total", unit, rows)


def burn_chart(workload: str, model: str, quota: Quota) -> Chart:
    """Draw how free quota runs down, day by day, and the day on which it is likely used up."""
    moments = [
        Moment(day=one.day, low=float(one.p10), value=float(one.p50), high=float(one.p90))
        for one in until_empty(quota.left)
    ]
    marks = [(day, what) for day, what in ((quota.exhausted[1], "used up"),) if day]
    unit = f"{quota.unit} left: P50, and P10 to P90"
    return fan_chart(f"{workload}: free quota of {model}", unit, moments, marks)


def comparison_charts(found: Comparison) -> dict[str, Chart]:
    """Draw the cost of each model with its range, one chart for each currency.

    >>> from tokest.plan.compare import compare
    >>> list(comparison_charts(compare("Hello", ["qwen-max", "gpt-5.5"], output_tokens=10)))
    ['USD']
    """
    charts: dict[str, list[Range]] = {}
    for row in found.rows:
        if row.cost is not None and row.currency is not None and row.fits is not False:
            low, high = row.cost_low or row.cost, row.cost_high or row.cost
            ends = {"low": float(low), "value": float(row.cost), "high": float(high)}
            charts.setdefault(row.currency, []).append(Range(label=row.model, **ends))
    title = f"Cost of {found.requests:,} requests"
    return {currency: range_chart(title, currency, rows) for currency, rows in charts.items()}


def output_chart(
    models: Sequence[str],
    input_tokens: int,
    output_tokens: int,
    *,
    region: str | None = None,
    card: RateCard | None = None,
) -> Chart:
    """Draw the cost of a request against the length of its answer, and where lines cross.

    Raises
    ------
    InputError
        where the models are not priced in one currency, or one has no price.

    Examples
    --------
    >>> chart = output_chart(["qwen-max", "gpt-5.5"], 1000, 2000)
    >>> chart.spec["data"]["values"][-1]
    {'series': 'gpt-5.5', 'x': 2000, 'y': 0.065}
    """
    known = builtin_card() if card is None else card
    points: list[Point] = []
    currencies: set[str] = set()
    for model in models:
        for length in (0, output_tokens // 2, output_tokens):
            usage = Usage(input_tokens=input_tokens, output_tokens=length)
            receipt = price(usage, model, region=region, card=known)
            if receipt.total is None:
                raise InputError(model, f"has no price: {'; '.join(receipt.problems)}")
            currencies.add(receipt.currency)
            points.append(Point(series=model, x=length, y=float(receipt.total)))
    if len(currencies) != 1:
        raise InputError("models", f"are priced in {' and '.join(sorted(currencies))}")
    crossings = list(_crossings(models, (input_tokens, output_tokens), region, known))
    axes = ("output tokens", f"cost of a request, {currencies.pop()}")
    return line_chart("Cost by length of the answer", axes, points, crossings)


def _crossings(
    models: Sequence[str], tokens: tuple[int, int], region: str | None, card: RateCard
) -> Iterator[Point]:
    """Yield where two models cost the same, up to a length of the answer."""
    input_tokens, most = tokens
    terms = Terms(region=region)
    for one, other in combinations(models, 2):
        length = output_length(one, other, input_tokens, terms=terms, card=card)
        if length is not None and length <= most:
            usage = Usage(input_tokens=input_tokens, output_tokens=round(length))
            cost = price(usage, one, region=region, card=card).total
            yield Point(series=f"{one} = {other}", x=float(length), y=float(cost or 0))


def _moved(driver: Driver, middle: float) -> Range:
    low, high = sorted((float(driver.cost_low), float(driver.cost_high)))
    label = f"{driver.workload}: {driver.name}"
    return Range(label=label, low=low, value=min(max(middle, low), high), high=high)


def quota_charts(found: Quotas) -> dict[str, Chart]:
    """Draw the quota of each model that was used: as it was left on each day, and as it will be.

    After the last day on record it is taken to run down by what was used a day.

    >>> from datetime import date
    >>> from tokest.plan.quota_table import Quotas
    >>> quota_charts(Quotas(at=date(2026, 11, 24), rows=()))
    {}
    """
    return {
        f"{row.model} {row.region}": _burned(row, found.at)
        for row in found.rows
        if row.amount is not None and row.daily
    }


def _burned(row: QuotaRow, at: date) -> Chart:
    left = float(row.amount or 0)
    levels = [(row.daily[0][0], left)]
    for day, used in row.daily:
        left = max(0.0, left - float(used))
        levels.append((day + timedelta(1), left))
    levels.append((max(at, levels[-1][0]), left))
    marks = [(at, "today")]
    ends = [day for day in (row.used_up, row.expires) if day]
    if row.per_day and ends and min(ends) > at:
        end = min(ends)
        levels.append((end, max(0.0, left - float(row.per_day) * (end - at).days)))
        marks.append((end, "used up" if end == row.used_up else "expires"))
    moments = [Moment(day=day, low=level, value=level, high=level) for day, level in levels]
    title = f"Free quota of {row.model} ({row.region})"
    return fan_chart(title, f"{row.unit} left", moments, marks)
