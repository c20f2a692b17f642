"""Hold a log or an estimate against the bill, and say what the gap is made of."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

import click

from tokest.cli.options import output_format
from tokest.cli.output import present
from tokest.cli.reading import read_exchange
from tokest.cli.using import reading_options, sources
from tokest.errors import InputError
from tokest.rates.card import ExchangeRate
from tokest.render.table import Report
from tokest.usage.formats.choice import open_all
from tokest.usage.reconcile.reconciling import Terms, reconcile
from tokest.usage.reconcile.tables import causes_table, cells_table
from tokest.usage.times import BEIJING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokest.cli.using import How
    from tokest.usage.days import Span
    from tokest.usage.reading import Reading

OFF: Final = 1
"""Exit status when a gap is larger than the tolerance."""

MOST_DAYS: Final = 31


@click.command(short_help=__doc__)
@click.argument("files", nargs=-1, required=True, metavar="LOG...")
@click.option(
    "--bill",
    "bills",
    multiple=True,
    required=True,
    metavar="FILE",
    help="What was billed; may be repeated.",
)
@click.option(
    "--tolerance",
    default="0.01",
    show_default=True,
    metavar="AMOUNT",
    help="The gap, in money, that is let pass.",
)
@click.option(
    "--delay",
    type=click.IntRange(0, MOST_DAYS),
    default=1,
    show_default=True,
    metavar="DAYS",
    help="How many days a call may be billed off its own.",
)
@click.option(
    "--exchange",
    metavar="RATE",
    help="Convert a currency by a dated rate: CNY:USD=0.1389@2026-11-20.",
)
@click.option("--cells", is_flag=True, help="List the models, days and units that do not match.")
@reading_options
@output_format()
def command(  # noqa: PLR0913, PLR0917  # one parameter an option, by name
    files: tuple[str, ...],
    bills: tuple[str, ...],
    tolerance: str,
    delay: int,
    exchange: str | None,
    cells: bool,  # noqa: FBT001  # click passes flags so
    how: How,
    format_name: str,
) -> int:
    """Hold a log or an estimate against the bill, and say what the gap is made of.

    LOG is what was expected: logs of responses, priced by the rate card, or a table with money.
    The causes sum to the gap exactly. The exit status is 1 when a gap is above --tolerance.
    """
    how = replace(how, span=_span(how, bills))
    here, billed = how.reading(), how.reading()
    terms = Terms(
        span=how.span,
        delay=delay,
        tolerance=_amount(tolerance),
        exchange=_exchange(exchange),
    )
    found = reconcile(
        here.records(sources(files)), billed.records(sources(bills)), terms, billed.doubles
    )
    table = (cells_table if cells else causes_table)(found)
    table = replace(table, notes=(*table.notes, *_notes(here, billed, terms)))
    data = {"reconciliations": found}
    present(Report(schema="tokest/reconcile/v1", table=table, data=data), format_name)
    return 0 if all(one.within for one in found) else OFF


def _span(how: How, bills: tuple[str, ...]) -> Span:
    """Take the days of the bill, which for Alibaba Cloud are those of Beijing."""
    if how.span.zone is not None:
        return how.span
    kinds = [opened.format for bill in sources(bills) for opened in open_all(bill, how.format)]
    beijing = any(kind is not None and kind.name == "alibaba" for kind in kinds)
    return replace(how.span, zone=BEIJING if beijing else None)


def _amount(text: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal(-1)
    if not value.is_finite() or value < 0:
        raise InputError("--tolerance", f"expected an amount such as 0.01, got {text!r}")
    return value


def _exchange(text: str | None) -> tuple[ExchangeRate, ...]:
    found = read_exchange(text)
    if found is None:
        return ()
    return (ExchangeRate(base=found.base, quote=found.quote, rate=found.rate, day=found.day),)


def _notes(here: Reading, billed: Reading, terms: Terms) -> Iterator[str]:
    zone = terms.span.zone
    yield f"days of {zone.tzname(None) or zone}" if zone else "days as each file has them"
    yield from (f"log: {note}" for note in here.notes())
    yield from (f"bill: {note}" for note in billed.notes())
