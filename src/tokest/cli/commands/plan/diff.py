"""Put plans side by side: what each costs more or less than the first."""

from __future__ import annotations

import click

from tokest.cli.commands.plan.shared import at as at_option
from tokest.cli.commands.plan.shared import draws as draws_option
from tokest.cli.commands.plan.shared import seed as seed_option
from tokest.cli.options import output_format, rates
from tokest.cli.output import present
from tokest.cli.plans import load_plan
from tokest.cli.reading import read_day
from tokest.plan.scenarios import compare_scenarios
from tokest.render.table import Report


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
    report = Report(schema="tokest/plan-diff/v1", table=found.table(), data=data)
    present(report, format_name)
