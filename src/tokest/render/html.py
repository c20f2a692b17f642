"""Tables as HTML that stands anywhere: inline styles alone, readable on light and dark pages.

Notebooks that are not trusted strip ``<style>``, scripts and inline SVG; what is left is what is
used here, so a table looks the same in all of them.
"""

from __future__ import annotations

from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING, Final

from tokest.render.plain import cell_text, visible

if TYPE_CHECKING:
    from tokest.render.table import Cell, Column, Table

BAR: Final = "rgba(0, 150, 110, 0.25)"
"""Translucent: it shows on light and dark pages, under the page's own letters."""

_TABLE: Final = "border-collapse: collapse; font-variant-numeric: tabular-nums"
_CAPTION: Final = "text-align: left; font-weight: bold; padding: 0.3em 0"
_HEAD: Final = "padding: 0.2em 0.6em; border-bottom: 1px solid currentColor; text-align: {side}"
_CELL: Final = "padding: 0.2em 0.6em; text-align: {side}"
_NOTES: Final = "font-size: 0.85em; opacity: 0.85; margin: 0.4em 0; padding-left: 1.2em"


def table_html(table: Table, attributes: str = "") -> str:
    """Write a table with its title and notes; every character of a cell is literal.

    Numbers of columns that are counts or amounts have a bar behind them, as long as their share of
    the largest. `attributes` are put into the tag of the table as they are.

    >>> from tokest.render.table import Column, Table
    >>> found = table_html(Table(columns=(Column("file"),), rows=(("<b>.md",),)))
    >>> "&lt;b&gt;.md</td>" in found, "<b>" in found
    (True, False)
    """
    largest = [_largest(table, at) for at in range(len(table.columns))]
    head = "".join(_head(column) for column in table.columns)
    body = "\n".join(
        f"<tr>{''.join(map(_cell, row, table.columns, largest))}</tr>" for row in table.rows
    )
    title = f'<caption style="{_CAPTION}">{literal(table.title)}</caption>' if table.title else ""
    return (
        f'<table{attributes} style="{_TABLE}">{title}\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table>\n{notes_html(table)}"
    )


def notes_html(table: Table) -> str:
    """Write what is said below a table.

    >>> from tokest.render.table import Table
    >>> notes_html(Table(columns=(), rows=()))
    ''
    """
    notes = "".join(f"<li>{literal(note)}</li>" for note in table.notes)
    return f'<ul style="{_NOTES}">{notes}</ul>\n' if notes else ""


def literal(text: str) -> str:
    r"""Escape a text, with what would steer or hide made visible.

    >>> literal("<i>\x00")
    '&lt;i&gt;\\x00'
    """
    return escape(visible(text))


def _head(column: Column) -> str:
    style = _HEAD.format(side=_side(column))
    return f'<th scope="col" style="{style}">{literal(column.name)}</th>'


def _cell(cell: Cell, column: Column, largest: Decimal) -> str:
    style = _CELL.format(side=_side(column))
    value = _number(cell, column)
    data = "" if value is None else f' data-value="{value:f}"'
    if value is not None and value > 0 and largest > 0:
        share = f"{value / largest * 100:.1f}%"
        style += f"; background: linear-gradient(to right, {BAR} {share}, transparent {share})"
    return f'<td{data} style="{style}">{escape(cell_text(cell, column))}</td>'


def _largest(table: Table, at: int) -> Decimal:
    values = (_number(row[at], table.columns[at]) for row in table.rows)
    return max((value for value in values if value is not None), default=Decimal(0))


def _number(cell: Cell, column: Column) -> Decimal | None:
    if not column.is_number or not isinstance(cell, int | Decimal):
        return None
    return Decimal(cell)


def _side(column: Column) -> str:
    return "right" if column.is_number else "left"
