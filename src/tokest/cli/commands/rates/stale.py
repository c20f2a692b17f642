"""List the figures that nobody has checked for long."""

from __future__ import annotations

from typing import Final

import click

from tokest.cli.options import output_format, rates
from tokest.cli.output import present
from tokest.cli.reading import read_card, read_day
from tokest.rates.stale import stale as find_stale
from tokest.render.table import Column, Report, Table

COLUMNS: Final = (
    Column("provider"),
    Column("checked"),
    Column("days", "count"),
    Column("models", "count"),
    Column("status"),
    Column("source"),
    Column("via"),
)


@click.command(short_help=__doc__)
@click.option(
    "--days",
    type=click.IntRange(0, 36_500),
    default=90,
    show_default=True,
    help="Older than this is stale.",
)
@click.option("--at", metavar="DAY", help="The day to count from.  [default: today]")
@rates()
@output_format()
def stale(days: int, at: str | None, rates: tuple[str, ...], format_name: str) -> int:
    """List the figures in force that nobody has checked for long, by the page they are from.

    Exit status: 0 all were checked within --days, 1 some were not.
    """
    day = read_day(at)
    found = find_stale(read_card(rates), day, days)
    rows = tuple(
        (one.provider, one.checked, one.age, len(one.models), one.status, one.source, one.via)
        for one in found
    )
    notes = (f"checked more than {days:,} days before {day}",)
    table = Table(columns=COLUMNS, rows=rows, notes=notes)
    data = {"day": day, "days": days, "stale": found}
    present(Report(schema="tokest/rates-stale/v1", table=table, data=data), format_name)
    return 1 if found else 0
