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

    ``amount`` is a sum of money, rounded for people only; ``plain`` is written as it is.
    """

    name: str
    kind: Literal["plain", "count", "amount"] = "plain"


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
