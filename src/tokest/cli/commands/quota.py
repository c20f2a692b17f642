"""List the free quota of all models: granted, used, left, until when."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import click

from tokest.cli.options import output_format, rates
from tokest.cli.output import present
from tokest.cli.reading import read_card, read_day
from tokest.cli.using import usage_days
from tokest.errors import InputError
from tokest.plan.quota_table import Quotas, choose, quota_rows
from tokest.render.table import Report

SORTS: Final = ("model", "kind", "amount", "used", "left", "days_left", "expires")


@click.command(short_help=__doc__)
@click.argument("pattern", default="*")
@click.option(
    "--type",
    "kinds",
    multiple=True,
    metavar="KIND",
    help="Only models of this type, such as text or vision; may be repeated.",
)
@click.option(
    "--sort",
    type=click.Choice(SORTS),
    default="model",
    show_default=True,
    help="What the rows are sorted by, unknown last.",
)
@click.option(
    "--usage",
    metavar="FILE",
    help="What was used: a bill, a log of responses, or a table with day, model and amount.",
)
@click.option(
    "--granted",
    metavar="DAY",
    help="Day the quota was granted: the later of activation and release.",
)
@click.option("--at", metavar="DAY", help="Day to look at.  [default: today]")
@rates()
@output_format()
def command(  # noqa: PLR0913, PLR0917  # one parameter an option, by name
    pattern: str,
    kinds: tuple[str, ...],
    sort: str,
    usage: str | None,
    granted: str | None,
    at: str | None,
    rates: tuple[str, ...],
    format_name: str,
) -> None:
    """List the free quota of all models: granted, used, left, until when.

    PATTERN is a part of a model's name, or a glob such as 'qwen3*'. Without --usage nothing is
    known of what is used, and without --granted not until when it is kept.
    """
    day = read_day(at)
    card = read_card(rates)
    known, notes = (None, ()) if usage is None else usage_days(usage, card)
    since = None if granted is None else read_day(granted, "--granted")
    rows = quota_rows(card, known, since, day)
    unknown = set(kinds) - {row.kind for row in rows}
    if unknown:
        there = ", ".join(sorted({row.kind for row in rows}))
        raise InputError("--type", f"no free quota of type {min(unknown)!r} (there are: {there})")
    found = choose(rows, pattern, kinds, sort)
    if not found:
        raise InputError("PATTERN", f"no model with free quota is called like {pattern!r}")
    table = Quotas(at=day, rows=tuple(found)).table()
    table = replace(table, notes=(*table.notes, *notes))
    data = {"at": day, "granted": since, "quotas": found}
    present(Report(schema="tokest/quota/v1", table=table, data=data), format_name)
