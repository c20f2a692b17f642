"""Charts of a forecast as plain data: Vega-Lite specifications."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from tokest.plan.outcome import CurrencyTotal, Driver, Forecast

SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v5.json"


def cost_chart(found: Forecast, total: CurrencyTotal) -> dict[str, Any]:
    """Chart the total of a currency by month: the median in a band from P10 to P90."""
    rows = [
        {
            "month": month.isoformat(),
            "p10": float(spread.p10),
            "p50": float(spread.p50),
            "p90": float(spread.p90),
        }
        for month, spread in zip(found.months, total.months, strict=True)
    ]
    month = {"field": "month", "type": "temporal", "title": None}
    cost = {"type": "quantitative", "title": f"cost a month, {total.currency}"}
    band = {"mark": {"type": "area", "opacity": 0.25}}
    return {
        "$schema": SCHEMA,
        "title": f"{found.plan}: cost by month, {total.currency}",
        "data": {"values": rows},
        "layer": [
            band | {"encoding": {"x": month, "y": cost | {"field": "p10"}, "y2": {"field": "p90"}}},
            {
                "mark": {"type": "line", "point": True},
                "encoding": {"x": month, "y": cost | {"field": "p50"}},
            },
        ],
    }


def driver_chart(found: Forecast, currency: str) -> dict[str, Any]:
    """Chart what moves the total of a currency: a bar from P10 to P90 of each input."""
    rows = [_bar(driver) for driver in found.drivers if driver.currency == currency]
    name = {"field": "input", "type": "nominal", "sort": None, "title": None}
    low = {"field": "low", "type": "quantitative", "title": f"total cost, {currency}"}
    return {
        "$schema": SCHEMA,
        "title": f"{found.plan}: what moves the total, {currency}",
        "data": {"values": rows},
        "mark": "bar",
        "encoding": {"y": name, "x": low | {"scale": {"zero": False}}, "x2": {"field": "high"}},
    }


def _bar(driver: Driver) -> dict[str, Any]:
    return {
        "input": f"{driver.workload}: {driver.name}",
        "low": float(driver.cost_low),
        "high": float(driver.cost_high),
    }


def charts(found: Forecast) -> dict[str, Any]:
    """Give all charts of a forecast by name.

    >>> from tokest.plan.outcome import Forecast
    >>> charts(Forecast(plan="a", months=(), draws=1, workloads=(), totals=(), unpriced=(),
    ...                 drivers=(), budgets=(), assumptions=()))
    {}
    """
    named = {f"cost_{total.currency}": cost_chart(found, total) for total in found.totals}
    currencies = dict.fromkeys(driver.currency for driver in found.drivers)
    return named | {f"drivers_{name}": driver_chart(found, name) for name in currencies}
