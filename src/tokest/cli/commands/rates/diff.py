"""Show what changed between two rate cards."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import click

from tokest.cli.options import output_format
from tokest.cli.output import present
from tokest.cli.reading import read_text
from tokest.rates.differences import differences
from tokest.rates.load import builtin_card, parse_card
from tokest.render.table import Column, Report, Table

if TYPE_CHECKING:
    from tokest.rates.card import RateCard
    from tokest.rates.differences import Change
    from tokest.render.table import Cell

BUILTIN: Final = "builtin"

COLUMNS: Final = (
    Column("change"),
    Column("model"),
    Column("price list"),
    Column("what"),
    Column("old"),
    Column("new"),
    Column("percent"),
)


@click.command(short_help=__doc__)
@click.argument("old")
@click.argument("new")
@output_format()
def diff(old: str, new: str, format_name: str) -> int:
    """Show what changed from the rate card OLD to NEW.

    Each is a file, or 'builtin' for the card that ships with tokest. Rewritten is a price of a
    span that had ended: calls of the past would cost something else. Exit status: 0 nothing
    changed, 1 something did.
    """
    changes = differences(_card(old), _card(new))
    counts = Counter(change.what for change in changes)
    notes = (", ".join(f"{number:,} {what}" for what, number in counts.items()) or "no change",)
    table = Table(columns=COLUMNS, rows=tuple(map(_row, changes)), notes=notes)
    data = {"changes": [_record(change) for change in changes]}
    present(Report(schema="tokest/rates-diff/v1", table=table, data=data), format_name)
    return 1 if changes else 0


def _card(name: str) -> RateCard:
    return builtin_card() if name == BUILTIN else parse_card(read_text(name), name)


def _row(change: Change) -> tuple[Cell, ...]:
    where = change.price_list or None, change.field or None
    return change.what, change.model, *where, change.old, change.new, change.percent


def _record(change: Change) -> dict[str, Any]:
    return {
        "change": change.what,
        "model": change.model,
        "price_list": change.price_list or None,
        "what": change.field or None,
        "old": change.old,
        "new": change.new,
        "percent": change.percent,
    }
