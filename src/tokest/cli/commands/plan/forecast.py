"""Forecast what a plan costs."""

from __future__ import annotations

import click
import numpy as np

from tokest.cli.commands.plan.shared import at as at_option
from tokest.cli.commands.plan.shared import draws as draws_option
from tokest.cli.commands.plan.shared import seed as seed_option
from tokest.cli.options import output_format, rates
from tokest.cli.output import emit, rendered
from tokest.cli.plans import load_plan
from tokest.cli.reading import read_day
from tokest.errors import InputError
from tokest.plan.charts import forecast_charts
from tokest.plan.forecast import forecast as make_forecast
from tokest.plan.tables import forecast_tables
from tokest.render.page import page_html, table_section
from tokest.render.table import Report


@click.command(short_help=__doc__)
@click.argument("file")
@seed_option()
@draws_option()
@at_option()
@click.option(
    "--table",
    "wanted",
    type=click.Choice(("months", "models", "drivers", "quota", "budgets")),
    help="Only this table.  [default: all; csv: months]",
)
@rates()
@output_format()
def forecast(  # noqa: PLR0913, PLR0917  # one parameter an option, by name
    file: str,
    seed: int,
    draws: int,
    at: str | None,
    wanted: str | None,
    rates: tuple[str, ...],
    format_name: str,
) -> None:
    """Forecast what a plan costs, by month, workload and model.

    Nine of ten draws stay below P90. What is not uncertain is summed exactly.
    """
    plan, card = load_plan(file, rates)
    day = None if at is None else read_day(at)
    rng = np.random.default_rng(seed)
    found = make_forecast(plan, rng=rng, draws=draws, at=day, card=card)
    laid = forecast_tables(found)
    if wanted is not None and wanted not in laid:
        raise InputError("--table", f"the plan has no {wanted} (there are: {', '.join(laid)})")
    charts = {name: chart.spec for name, chart in forecast_charts(found).items()}
    data = {"seed": seed, "forecast": found, "charts": charts}
    names = [wanted] if wanted else list(laid)
    if format_name == "html":
        emit(page_html(plan.name, [table_section(laid[name]) for name in names]))
        return
    if format_name in {"json", "csv"}:
        names = names[:1]
    reports = [Report(schema="tokest/plan/v1", table=laid[name], data=data) for name in names]
    emit("\n".join(rendered(report, format_name) for report in reports))
