"""Forecasts as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tokest.render.bars import bar, span
from tokest.render.table import Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokest.plan.outcome import (
        CurrencyTotal,
        Driver,
        Forecast,
        ModelForecast,
        Quota,
        Spread,
        WorkloadForecast,
    )
    from tokest.render.table import Cell

SPREAD: Final = tuple(Column(name, "amount") for name in ("P10", "P50", "P90", "mean"))
RANKED: Final = (SPREAD[0], Column("P50", "amount", bar="currency"), *SPREAD[2:])
"""As above, with bars to compare the rows by."""


def forecast_tables(found: Forecast) -> dict[str, Table]:
    """Lay out every table of a forecast that has rows, by name.

    >>> from tokest.plan.outcome import Forecast
    >>> empty = Forecast(plan="a", months=(), draws=1, workloads=(), totals=(), unpriced=(),
    ...                  drivers=(), budgets=(), assumptions=())
    >>> list(forecast_tables(empty))
    ['months']
    """
    laid = {
        "months": months_table(found),
        "models": _models(found),
        "drivers": _drivers(found),
        "quota": _quota(found),
        "budgets": _budgets(found),
    }
    return {name: table for name, table in laid.items() if table.rows or name == "months"}


def _amounts(spread: Spread | None) -> tuple[Cell, ...]:
    if spread is None:
        return (None,) * 4
    return spread.p10, spread.p50, spread.p90, spread.mean


def months_table(found: Forecast) -> Table:
    """Lay out the totals by month, each currency apart."""
    columns = (Column("month"), *SPREAD, Column("currency"), Column("P50 to P90", extra=True))
    rows = tuple(row for total in found.totals for row in _month_rows(found, total))
    sums = tuple(("total", *_amounts(one.total), one.currency, "") for one in found.totals)
    notes = [f"{name} is in no total: its price is not known" for name in found.unpriced]
    notes += found.assumptions
    drawn = f"{found.draws:,} draws" if found.draws > 1 else "nothing in it is uncertain"
    return Table(
        columns=columns,
        rows=rows + sums,
        title=f"{found.plan}: cost by month ({drawn})",
        notes=tuple(notes),
        sums=len(sums),
    )


def _month_rows(found: Forecast, total: CurrencyTotal) -> Iterator[tuple[Cell, ...]]:
    most = max((float(spread.p90) for spread in total.months), default=0.0)
    for month, spread in zip(found.months, total.months, strict=True):
        drawn = bar(float(spread.p50), float(spread.p90), most)
        yield (month.strftime("%Y-%m"), *_amounts(spread), total.currency, drawn)


def _models(found: Forecast) -> Table:
    columns = (
        Column("workload"),
        Column("model"),
        Column("region", extra=True),
        Column("requests", "count"),
        *RANKED,
        Column("currency"),
        Column("of the planned", extra=True),
        Column("remark", "remark"),
    )
    rows = tuple(
        _model_row(workload, model) for workload in found.workloads for model in workload.models
    )
    return Table(columns=columns, rows=rows, title="Models", notes=_model_notes(found))


def _model_row(workload: WorkloadForecast, model: ModelForecast) -> tuple[Cell, ...]:
    planned = workload.models[0]
    share = None
    if model.total and planned.total and model.currency == planned.currency and planned.total.mean:
        share = f"{float(model.total.mean / planned.total.mean):.0%}"
    return (
        workload.name,
        model.model,
        model.region,
        round(workload.requests_total.mean),
        *_amounts(model.total),
        model.currency,
        share,
        f"no price: {model.reason}" if model.reason else "",
    )


def _model_notes(found: Forecast) -> tuple[str, ...]:
    by_note: dict[str, list[str]] = {}
    every = [model for workload in found.workloads for model in workload.models]
    for model in every:
        for note in model.assumptions:
            by_note.setdefault(note, []).append(model.model)
    return tuple(
        note if len(names) == len(every) else f"{', '.join(dict.fromkeys(names))}: {note}"
        for note, names in by_note.items()
    )


def _drivers(found: Forecast) -> Table:
    columns = (
        Column("input"),
        Column("P10"),
        Column("P90"),
        Column("total at P10", "amount"),
        Column("at P90", "amount"),
        Column("currency"),
        Column("swing", extra=True),
        Column("to know it better"),
    )
    return Table(
        columns=columns,
        rows=tuple(_driver_row(found, driver) for driver in found.drivers),
        title="What moves the total most, one input at a time",
    )


def _driver_row(found: Forecast, driver: Driver) -> tuple[Cell, ...]:
    mine = [one for one in found.drivers if one.currency == driver.currency]
    ends = [float(cost) for one in mine for cost in (one.cost_low, one.cost_high)]
    low, high = sorted((float(driver.cost_low), float(driver.cost_high)))
    return (
        f"{driver.workload}: {driver.name}",
        f"{float(driver.input_low):.4g}",
        f"{float(driver.input_high):.4g}",
        driver.cost_low,
        driver.cost_high,
        driver.currency,
        span(low, high, min(ends), max(ends)),
        driver.advice,
    )


def _quota(found: Forecast) -> Table:
    columns = (
        Column("workload"),
        Column("model"),
        Column("left", "count"),
        Column("unit", extra=True),
        Column("expires"),
        Column("used up"),
        Column("earliest", extra=True),
        Column("latest", extra=True),
        Column("chance"),
        Column("first paid day"),
        Column("refused", "count", extra=True),
        Column("saved", "amount", extra=True),
        Column("currency", extra=True),
    )
    notes: dict[str, None] = {}
    rows = []
    for workload in found.workloads:
        for model in workload.models:
            if model.quota is not None:
                rows.append(_quota_row(workload.name, model, model.quota))
                notes |= dict.fromkeys(model.quota.notes)
    return Table(columns=columns, rows=tuple(rows), title="Free quota", notes=tuple(notes))


def _quota_row(workload: str, model: ModelForecast, quota: Quota) -> tuple[Cell, ...]:
    early, middle, late = quota.exhausted
    return (
        workload,
        model.model,
        quota.amount,
        quota.unit,
        quota.expires,
        middle,
        early,
        late,
        f"{float(quota.probability):.0%}",
        quota.first_paid,
        round(quota.refused.mean) if quota.only else None,
        quota.saved.mean if quota.saved else None,
        model.currency,
    )


def _budgets(found: Forecast) -> Table:
    columns = (
        Column("budget"),
        Column("amount", "amount"),
        Column("alert above", "amount", extra=True),
        Column("currency"),
        Column("highest P50", "amount"),
        Column("P90", "amount"),
        Column("chance above"),
        Column("allowed"),
        Column("likely day"),
        Column("state", "remark", calm="kept"),
    )
    rows = tuple(
        (
            one.label,
            one.amount,
            one.alert_at,
            one.currency,
            one.spent.p50 if one.spent else None,
            one.spent.p90 if one.spent else None,
            None if one.probability is None else f"{float(one.probability):.1%}",
            f"{float(one.allowed):.0%}",
            one.day,
            ("EXCEEDED" if one.alert else "kept") if one.reason is None else f"? {one.reason}",
        )
        for one in found.budgets
    )
    return Table(columns=columns, rows=rows, title="Budgets")
