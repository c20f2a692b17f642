"""Forecast what a plan of workloads costs, with its range."""

from __future__ import annotations

import click

from tokest.cli.commands.plan.check import check
from tokest.cli.commands.plan.diff import diff
from tokest.cli.commands.plan.forecast import forecast
from tokest.cli.commands.plan.from_usage import from_usage
from tokest.cli.commands.plan.init import init
from tokest.cli.commands.plan.watch import watch
from tokest.cli.groups import DefaultGroup


@click.group(cls=DefaultGroup, default="forecast", short_help=__doc__)
def command() -> None:
    """Forecast what a plan of workloads costs, with its range.

    tokest plan FILE forecasts; tokest plan init writes a first plan. docs/planning.md tells what a
    plan holds.
    """


for _one in (check, diff, forecast, from_usage, init, watch):
    command.add_command(_one)
