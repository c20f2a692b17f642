"""Hold a plan against its budgets; exit status 1 when one is exceeded."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import click
import numpy as np

from tokest.cli.commands.plan.shared import at as at_option
from tokest.cli.commands.plan.shared import draws as draws_option
from tokest.cli.commands.plan.shared import seed as seed_option
from tokest.cli.options import output_format, rates
from tokest.cli.output import present
from tokest.cli.plans import load_plan
from tokest.cli.reading import read_day
from tokest.errors import InputError
from tokest.plan.forecast import forecast
from tokest.plan.tables import forecast_tables
from tokest.plan.workload import Budget
from tokest.render.table import Report

if TYPE_CHECKING:
    from tokest.plan.workload import Plan

_BUDGET: Final = re.compile(r"([A-Z]{3}):(\d{1,12}(?:\.\d{1,6})?)/(day|month|plan)", re.ASCII)


@click.command(short_help=__doc__)
@click.argument("file")
@click.option(
    "--budget",
    "budgets",
    multiple=True,
    metavar="CUR:AMOUNT/PERIOD",
    help="A budget of all workloads beside those of the plan: CNY:3000/month (or day, plan).",
)
@click.option(
    "--percent",
    type=click.FloatRange(1, 1000),
    metavar="N",
    help="Alert at N percent of every budget.  [default: each budget's own, or 100]",
)
@click.option(
    "--probability",
    type=click.FloatRange(0, 1),
    metavar="P",
    help="Chance of an excess that is allowed.  [default: each budget's own, or 0.5]",
)
@seed_option()
@draws_option()
@at_option()
@rates()
@output_format()
def check(  # noqa: PLR0913, PLR0917  # one parameter an option, by name
    file: str,
    budgets: tuple[str, ...],
    percent: float | None,
    probability: float | None,
    seed: int,
    draws: int,
    at: str | None,
    rates: tuple[str, ...],
    format_name: str,
) -> int:
    """Hold a plan against its budgets; exit status 1 when one is exceeded.

    A budget is exceeded when the chance of spending more than its alert amount is greater than
    what is allowed, or when spending is not known. For cron and CI.
    """
    plan, card = load_plan(file, rates)
    plan = _with_budgets(plan, budgets, percent, probability)
    if not plan.budgets:
        raise InputError(file, "the plan has no budgets: give some, or --budget CNY:3000/month")
    rng = np.random.default_rng(seed)
    day = None if at is None else read_day(at)
    found = forecast(plan, rng=rng, draws=draws, at=day, card=card)
    data = {"seed": seed, "budgets": found.budgets}
    report = Report(
        schema="tokest/plan-check/v1", table=forecast_tables(found)["budgets"], data=data
    )
    present(report, format_name)
    return int(any(one.alert for one in found.budgets))


def _with_budgets(
    plan: Plan, given: tuple[str, ...], percent: float | None, probability: float | None
) -> Plan:
    budgets = [*plan.budgets, *map(_budget, given)]
    if percent is not None:
        budgets = [replace(one, percent=Decimal(str(percent))) for one in budgets]
    if probability is not None:
        budgets = [replace(one, probability=Decimal(str(probability))) for one in budgets]
    return replace(plan, budgets=tuple(budgets))


def _budget(text: str) -> Budget:
    found = _BUDGET.fullmatch(text)
    if not found or not Decimal(found[2]):
        raise InputError("--budget", f"expected CNY:3000/month (or /day, /plan), got {text!r}")
    return Budget(amount=Decimal(found[2]), currency=found[1], per=found[3])  # type: ignore[arg-type]
