"""Totals of usage as a table."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from tokest.render.plain import amount
from tokest.render.table import Column, Table
from tokest.usage.record import COST, OTHER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokest.render.table import Cell
    from tokest.usage.totals import Total, Totals

SHOWN: Final = 5
"""Unknown models that a note names."""


def totals_table(found: Totals) -> Table:
    """Lay totals out, with what must be known to trust them.

    >>> from tokest.usage.totals import Totals
    >>> none = Totals(by=("model",), totals=(), rows=0, first=None, last=None, unknown_models=(),
    ...               future_rows=0, undated_rows=0, refunds=0)
    >>> totals_table(none).title
    '0 records'
    """
    return Table(
        columns=_columns(found.by),
        rows=tuple(map(_row, found.totals)),
        title=_title(found),
        notes=tuple(_notes(found)),
    )


def _columns(by: tuple[str, ...]) -> tuple[Column, ...]:
    return (
        *map(Column, by),
        Column("quantity", "count"),
        Column("of"),
        Column("list", "amount"),
        Column("billed", "amount", bar="currency"),
        Column("currency"),
        Column("unpriced", "count"),
    )


def _row(one: Total) -> tuple[Cell, ...]:
    return (
        *one.key,
        _whole(one.quantity),
        one.noun,
        one.gross,
        one.net,
        one.currency,
        _whole(one.unpriced) if one.unpriced else None,
    )


def _whole(value: Decimal) -> int | Decimal:
    return int(value) if value == value.to_integral_value() else value


def _title(found: Totals) -> str:
    span = f", {found.first} to {found.last}" if found.first else ""
    return f"{found.rows:,} records{span}"


def _notes(found: Totals) -> Iterator[str]:
    yield from _sums(found)
    if found.unknown_models:
        shown = ", ".join(found.unknown_models[:SHOWN])
        more = len(found.unknown_models) - SHOWN
        yield f"not on the rate card: {shown}" + (f" and {more} more" if more > 0 else "")
    if found.refunds:
        yield f"{found.refunds:,} refunds and adjustments are taken off"
    if found.future_rows:
        yield f"{found.future_rows:,} records lie in the future"
    if found.undated_rows:
        yield f"{found.undated_rows:,} records do not say when"


def _sums(found: Totals) -> Iterator[str]:
    nouns = dict.fromkeys(one.noun for one in found.totals if one.noun not in ("", COST, OTHER))
    for noun in nouns:
        every = [one for one in found.totals if one.noun == noun]
        whole = sum((one.quantity for one in every), Decimal(0))
        bare = sum((one.unpriced for one in every), Decimal(0))
        unpriced = f", {_whole(bare):,} of them without a price" if bare else ""
        yield f"{_whole(whole):,} {noun}s{unpriced}"
    for currency in dict.fromkeys(one.currency for one in found.totals if one.currency):
        every = [one for one in found.totals if one.currency == currency]
        billed = [one.net for one in every if one.net is not None]
        listed = [one.gross for one in every if one.gross is not None]
        parts = [f"{amount(sum(billed, Decimal(0)))} {currency} billed"] if billed else []
        parts += [f"{amount(sum(listed, Decimal(0)))} {currency} at list price"] if listed else []
        yield ", ".join(parts)
