"""Reconciliations as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokest.render.plain import amount
from tokest.render.table import Column, Table
from tokest.usage.reconcile.result import CAUSES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokest.render.table import Cell
    from tokest.usage.reconcile.result import Reconciliation


def causes_table(found: tuple[Reconciliation, ...]) -> Table:
    """Lay out what each gap is made of.

    >>> causes_table(()).rows
    ()
    """
    columns = (
        Column("currency"),
        Column("cause"),
        Column("amount", "amount"),
        Column("of"),
        Column("first"),
        Column("meaning"),
    )
    return Table(
        columns=columns,
        rows=tuple(row for one in found for row in _cause_rows(one)),
        title=_title(found),
        notes=tuple(note for one in found for note in _remarks(one)),
    )


def _cause_rows(one: Reconciliation) -> Iterator[tuple[Cell, ...]]:
    for cause in one.causes:
        of = ", ".join(f"{quantity.normalize():,f} {noun}s" for noun, quantity in cause.quantity)
        yield one.currency, cause.name, cause.amount, of, cause.first, CAUSES[cause.name]


def cells_table(found: tuple[Reconciliation, ...]) -> Table:
    """Lay out the models, days and units that do not match.

    >>> cells_table(()).rows
    ()
    """
    columns = (
        Column("model"),
        Column("day"),
        Column("unit"),
        Column("status"),
        Column("here"),
        Column("billed"),
        Column("here amount", "amount"),
        Column("billed amount", "amount"),
        Column("currency"),
        Column("causes"),
    )
    rows = tuple(
        (
            cell.model,
            cell.day,
            cell.unit,
            cell.status,
            cell.here,
            cell.billed,
            cell.here_amount,
            cell.billed_amount,
            one.currency,
            ", ".join(cell.causes),
        )
        for one in found
        for cell in one.cells
        if cell.status != "matched"
    )
    notes = tuple(note for one in found for note in _remarks(one))
    return Table(columns=columns, rows=rows, title=_title(found), notes=notes)


def _title(found: tuple[Reconciliation, ...]) -> str:
    return "; ".join(
        f"{one.currency}: {amount(one.here)} here, {amount(one.billed)} billed, "
        f"gap {amount(one.gap)}"
        for one in found
    )


def _remarks(one: Reconciliation) -> Iterator[str]:
    cells = len(one.cells)
    matched = sum(cell.status == "matched" for cell in one.cells)
    yield f"{one.currency}: {matched:,} of {cells:,} models, days and units match"
    for currency, value in one.foreign:
        yield f"{amount(value)} {currency} billed beside it, not added: give --exchange"
    for noun, quantity in one.unpriced:
        yield f"{quantity.normalize():,f} {noun}s have no price here"
    yield from one.notes
