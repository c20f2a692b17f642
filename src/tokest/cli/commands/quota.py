"""List the free quota of all models: granted, used, left, until when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from tokest.cli.options import output_format, rates
from tokest.cli.output import emit
from tokest.cli.reading import read_card, read_day, read_text
from tokest.errors import InputError
from tokest.plan.grants import NOTES, switch_on
from tokest.plan.quota_table import choose, quota_rows
from tokest.plan.usage_days import read_usage_days
from tokest.render.formats import render
from tokest.render.table import Column, Report, Table

if TYPE_CHECKING:
    from tokest.plan.quota_table import QuotaRow
    from tokest.render.table import Cell

SORTS: Final = ("model", "kind", "amount", "used", "left", "days_left", "expires")
COLUMNS: Final = (
    Column("model"),
    Column("type"),
    Column("region"),
    Column("granted", "count"),
    Column("unit"),
    Column("used", "count"),
    Column("left", "count"),
    Column("a day", "count"),
    Column("days left", "count"),
    Column("used up"),
    Column("expires"),
    Column("remark"),
)


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
    help="What was used: CSV or JSON lines with day, model and amount (or input and output"
    " tokens).",
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
    known = None if usage is None else read_usage_days(usage, read_text(usage))
    since = None if granted is None else read_day(granted, "--granted")
    rows = quota_rows(read_card(rates), known, since, day)
    unknown = set(kinds) - {row.kind for row in rows}
    if unknown:
        there = ", ".join(sorted({row.kind for row in rows}))
        raise InputError("--type", f"no free quota of type {min(unknown)!r} (there are: {there})")
    found = choose(rows, pattern, kinds, sort)
    if not found:
        raise InputError("PATTERN", f"no model with free quota is called like {pattern!r}")
    table = Table(
        columns=COLUMNS,
        rows=tuple(map(_row, found)),
        title=f"Free quota on {day}",
        notes=(*NOTES, switch_on(day).words),
    )
    data = {"at": day, "granted": since, "quotas": found}
    emit(render(Report(schema="tokest/quota/v1", table=table, data=data), format_name))


def _row(row: QuotaRow) -> tuple[Cell, ...]:
    return (
        row.model,
        row.kind,
        row.region,
        row.amount,
        row.unit,
        None if row.used is None else round(row.used),
        None if row.left is None else round(row.left),
        None if row.per_day is None else round(row.per_day),
        None if row.days_left is None else round(row.days_left),
        row.used_up,
        row.expires,
        row.note or "",
    )
