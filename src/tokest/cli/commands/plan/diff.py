"""Put plans side by side: what each costs more or less than the first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tokest.cli.commands.plan.shared import at as at_option
from tokest.cli.commands.plan.shared import draws as draws_option
from tokest.cli.commands.plan.shared import seed as seed_option
from tokest.cli.options import output_format, rates
from tokest.cli.output import present
from tokest.cli.plans import load_plan
from tokest.cli.reading import read_day
from tokest.plan.scenarios import compare_scenarios
from tokest.render.table import Column, Report, Table

if TYPE_CHECKING:
    from tokest.plan.scenarios import Comparison, Difference
    from tokest.render.table import Cell


@click.command(short_help=__doc__)
@click.argument("base")
@click.argument("others", nargs=-1, required=True)
@seed_option()
@draws_option()
@at_option()
@rates()
@output_format()
def diff(  # noqa: PLR0913, PLR0917  # one parameter an option, by name
    base: str,
    others: tuple[str, ...],
    seed: int,
    draws: int,
    at: str | None,
    rates: tuple[str, ...],
    format_name: str,
) -> None:
    """Put plans side by side: what each costs more or less than the first."""
    first, card = load_plan(base, rates)
    rest = tuple(load_plan(name, rates)[0] for name in others)
    day = None if at is None else read_day(at)
    found = compare_scenarios(first, rest, seed=seed, draws=draws, at=day, card=card)
    data = {"seed": seed, **{name: getattr(found, name) for name in ("differences", "changes")}}
    report = Report(schema="tokest/plan-diff/v1", table=_table(found), data=data)
    present(report, format_name)


def _table(found: Comparison) -> Table:
    columns = (
        Column("scenario"),
        Column("workload"),
        Column("base mean", "amount"),
        Column("base P90", "amount"),
        Column("mean", "amount"),
        Column("P90", "amount"),
        Column("difference", "amount"),
        Column("percent"),
        Column("currency"),
    )
    return Table(
        columns=columns,
        rows=tuple(map(_row, found.differences)),
        title=f"{found.base.plan}, and what is different",
        notes=tuple(f"{name}: {change}" for name, change in found.changes),
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
