"""What the formats render: tables for people, data for programs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from tokest.render.bars import Bar
from tokest.render.shown import Shown

Cell = str | int | Decimal | date | Bar | None
"""A value; each format writes it in its own way, and ``None`` as nothing."""


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, and how people read what is below it.

    ``amount`` is a sum of money, rounded for people only; ``plain`` is written as it is, and so is
    a ``remark``, which says that something is wrong, unless it is the `calm` one. An `extra`
    column is the first to go where a screen is too narrow. On a page, cells have a bar behind them
    where `bar` names the column (a currency, a unit) whose rows can be compared, or is ``""``
    where all can.
    """

    name: str
    kind: Literal["plain", "count", "amount", "remark"] = "plain"
    extra: bool = False
    bar: str | None = None
    calm: str = ""

    @property
    def is_number(self) -> bool:
        """Whether it holds numbers, which people read from the right."""
        return self.kind in {"count", "amount"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Shown):
    """Rows under columns, with a title above and notes below; the last rows may be sums."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    title: str = ""
    notes: tuple[str, ...] = ()
    sums: int = 0

    def table(self) -> Table:
        """Give itself."""
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The outcome of a command: `table` for people, `data` (of that `schema`) for programs."""

    schema: str
    table: Table
    data: object


def for_people(table: Table) -> Table:
    """Leave out columns in which nothing is said; what is unknown (``None``) is said.

    >>> table = Table(columns=(Column("file"), Column("remark")), rows=(("a.md", ""),))
    >>> [column.name for column in for_people(table).columns]
    ['file']
    """
    if not table.rows:
        return table
    kept = [at for at in range(len(table.columns)) if any(row[at] != "" for row in table.rows)]
    return part(table, kept)


def part(table: Table, kept: list[int]) -> Table:
    """Give a table of some columns only, by their places.

    >>> part(Table(columns=(Column("a"), Column("b")), rows=((1, 2),)), [1]).rows
    ((2,),)
    """
    return replace(
        table,
        columns=tuple(table.columns[at] for at in kept),
        rows=tuple(tuple(row[at] for at in kept) for row in table.rows),
    )
