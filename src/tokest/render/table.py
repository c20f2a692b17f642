"""What the formats render: tables for people, data for programs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Cell = str | int | Decimal | date | None
"""A value; each format writes it in its own way, and ``None`` as nothing."""


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, and how people read what is below it.

    ``amount`` is a sum of money, rounded for people only; ``plain`` is written as it is, and so is
    a ``remark``, which says that something is wrong. An `extra` column is the first to go where a
    screen is too narrow.
    """

    name: str
    kind: Literal["plain", "count", "amount", "remark"] = "plain"
    extra: bool = False

    @property
    def is_number(self) -> bool:
        """Whether it holds numbers, which people read from the right."""
        return self.kind in {"count", "amount"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under columns, with a title above and notes below."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    title: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The outcome of a command: `table` for people, `data` (of that `schema`) for programs."""

    schema: str
    table: Table
    data: object
