"""Values as people read them, safe on a terminal."""

from __future__ import annotations

import unicodedata
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tokest.render.table import Cell, Column

_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Categories of characters that steer a terminal, hide or have no shape."""

_TWO_COLUMNS: Final = frozenset("WF")

_WIDE: Final = Context(prec=400)
"""Products of prices and counts have more digits than the 28 that are usual."""


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
        0
        if unicodedata.combining(char)
        else 1 + (unicodedata.east_asian_width(char) in _TWO_COLUMNS)
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
        return amount(cell) if column.kind == "amount" else digits(cell)
    if isinstance(cell, int) and column.kind == "count":
        return f"{cell:,}"
    return visible(str(cell))


def digits(value: Decimal) -> str:
    """Write every digit of a number, without zeros at the end of its fraction.

    >>> digits(Decimal("1234567890123456789.1234567890123456700")), digits(Decimal("1E+2"))
    ('1234567890123456789.12345678901234567', '100')
    """
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def amount(value: Decimal) -> str:
    """Round a sum of money for people: cents, or four digits that count below one.

    >>> amount(Decimal("1234.567")), amount(Decimal("0.00048123")), amount(Decimal(0))
    ('1,234.57', '0.0004812', '0.00')
    """
    if value == 0 or abs(value) >= 1:
        return f"{value.quantize(Decimal('0.01'), ROUND_HALF_EVEN, _WIDE):,}"
    last = Decimal(1).scaleb(value.adjusted() - 3)
    return f"{value.quantize(last, ROUND_HALF_EVEN, _WIDE):f}"
