"""Values as people read them, safe on a terminal."""

from __future__ import annotations

import unicodedata
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tokest.render.table import Cell, Column

_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Categories of characters that steer a terminal, hide or have no shape."""

_WIDE: Final = frozenset("WF")


def visible(text: str) -> str:
    r"""Escape what a terminal would obey or hide: control, format and bidirectional marks.

    >>> visible("a\x1b[31m\nb")
    'a\\x1b[31m\\nb'
    """
    if text.isprintable():
        return text
    return "".join(
        char
        if unicodedata.category(char) not in _HIDDEN
        else char.encode("unicode_escape").decode()
        for char in text
    )


def width(text: str) -> int:
    r"""Count the terminal columns of a text: two for a wide character, none for a mark on it.

    >>> width("你好"), width("e\u0301")
    (4, 1)
    """
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 1 + (unicodedata.east_asian_width(char) in _WIDE)
        for char in text
    )


def cell_text(cell: Cell, column: Column) -> str:
    """Write a cell for people.

    >>> from tokest.render.table import Column
    >>> cell_text(1234567, Column("tokens", "count")), cell_text(None, Column("x"))
    ('1,234,567', '-')
    """
    if cell is None:
        return "-"
    if isinstance(cell, Decimal):
        return amount(cell) if column.kind == "amount" else f"{cell.normalize():f}"
    if isinstance(cell, int) and column.kind == "count":
        return f"{cell:,}"
    return visible(str(cell))


def amount(value: Decimal) -> str:
    """Round a sum of money for people: cents, or four digits that count below one.

    >>> amount(Decimal("1234.567")), amount(Decimal("0.00048123")), amount(Decimal(0))
    ('1,234.57', '0.0004812', '0.00')
    """
    if value == 0 or abs(value) >= 1:
        return f"{value.quantize(Decimal('0.01'), ROUND_HALF_EVEN):,}"
    digits = value.adjusted() - 3
    return f"{value.quantize(Decimal(1).scaleb(digits), ROUND_HALF_EVEN):f}"
