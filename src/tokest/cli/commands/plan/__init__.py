"""Forecast what a plan of workloads costs, with its range."""

from __future__ import annotations

import click

from tokest.cli.commands.plan.check import check
from tokest.cli.commands.plan.diff import diff
from tokest.cli.commands.plan.forecast import forecast
from tokest.cli.commands.plan.from_usage import from_usage
from tokest.cli.commands.plan.init import init
from tokest.cli.commands.plan.watch import watch


class PlanGroup(click.Group):
    """A group whose first command is meant where none is named: ``tokest plan FILE``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the name of that command before a file or one of its options."""
        named = not args or args[0] in self.commands or args[0] in ctx.help_option_names
        return super().parse_args(ctx, args if named else ["forecast", *args])


@click.group(cls=PlanGroup, short_help=__doc__)
def command() -> None:
    """Forecast what a plan of workloads costs, with its range.

    tokest plan FILE forecasts; tokest plan init writes a first plan. docs/planning.md tells what a
    plan holds.
    """


for _one in (check, diff, forecast, from_usage, init, watch):
    command.add_command(_one)
