"""Show the prices of a model through time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from tokest.cli.options import output_format, rates
from tokest.cli.output import present
from tokest.cli.reading import read_card
from tokest.errors import InputError
from tokest.rates.history import history as history_of
from tokest.rates.match import find_model
from tokest.render.table import Column, Report, Table

if TYPE_CHECKING:
    from tokest.rates.history import Past
    from tokest.render.table import Cell

COLUMNS: Final = (
    Column("region"),
    Column("currency"),
    Column("service"),
    Column("from"),
    Column("until"),
    Column("price"),
    Column("amount"),
    Column("percent"),
    Column("per"),
    Column("status"),
    Column("checked"),
    Column("source"),
)


@click.command(short_help=__doc__)
@click.argument("model")
@click.option("--region", help="Only price lists of this region.")
@rates()
@output_format()
def history(model: str, region: str | None, rates: tuple[str, ...], format_name: str) -> None:
    """Show the prices of MODEL through time, the oldest span of each price list first.

    Days are half-open, in UTC: a price holds from its first day until before the last. A span
    without a first day is as old as the card knows.
    """
    match = find_model(read_card(rates), model)
    found = history_of(match.model)
    known = sorted({past.region for past in found})
    if region is not None and region not in known:
        raise InputError("--region", f"{region!r} is not one of {', '.join(known)}")
    found = tuple(past for past in found if region in (None, past.region))
    name = f"{match.provider.id}/{match.model.id}"
    title = f"{name} (by {match.rule} name)"
    table = Table(columns=COLUMNS, rows=tuple(map(_row, found)), title=title)
    data = {"model": name, "matched_by": match.rule, "prices": found}
    present(Report(schema="tokest/rates-history/v1", table=table, data=data), format_name)


def _row(past: Past) -> tuple[Cell, ...]:
    return (
        past.region,
        past.currency,
        past.service,
        past.start,
        past.end,
        past.price,
        past.amount,
        past.percent,
        past.per,
        past.status,
        past.checked,
        past.source,
    )
