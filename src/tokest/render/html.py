"""Tables as HTML that stands anywhere: inline styles alone, readable on light and dark pages.

Notebooks that are not trusted strip ``<style>``, scripts and inline SVG; what is left is what is
used here, so a table looks the same in all of them.
"""

from __future__ import annotations

import re
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING, Final

from tokest.render.bars import WIDTH, Bar
from tokest.render.plain import cell_text, visible
from tokest.render.table import for_people

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokest.render.table import Cell, Column, Table

BAR: Final = "rgba(59, 130, 214, 0.25)"
"""Translucent: it shows on light and dark pages, under the page's own letters."""

DRAWN: Final = "#3b82d6"
"""3.9 to 1 on white and 4.8 on #121212; https://www.w3.org/TR/WCAG21/#non-text-contrast asks 3."""

LIGHT: Final = "rgba(59, 130, 214, 0.4)"

SHORT: Final = 24
"""Characters of a cell that is not broken over lines."""

_TABLE: Final = "border-collapse: collapse; font-variant-numeric: tabular-nums"
_CAPTION: Final = "text-align: left; font-weight: bold; padding: 0.3em 0"
_HEAD: Final = (
    "padding: 0.2em 0.6em; border-bottom: 1px solid currentColor; text-align: {side}; "
    "vertical-align: bottom"
)
_CELL: Final = "padding: 0.2em 0.6em; text-align: {side}; vertical-align: top; {breaks}"
_UNBROKEN: Final = "white-space: nowrap"
_BROKEN: Final = "min-width: 14em"
_SUM: Final = "font-weight: bold; border-top: 1px solid currentColor; "
_NOTES: Final = "font-size: 0.85em; opacity: 0.85; margin: 0.4em 0; padding-left: 1.2em"
_BOX: Final = f"display: inline-block; width: {WIDTH // 2}em; height: 0.7em; background: "
_PAGE: Final = re.compile(r"https?://\S+")


def table_html(table: Table, attributes: str = "") -> str:
    """Write a table with its title and notes; every character of a cell is literal.

    Columns that say so have a bar behind each number, as long as its share of the largest that it
    can be compared with. `attributes` are put into the tag of the table as they are.

    >>> from tokest.render.table import Column, Table
    >>> found = table_html(Table(columns=(Column("file"),), rows=(("<b>.md",),)))
    >>> "&lt;b&gt;.md</td>" in found, "<b>" in found
    (True, False)
    """
    seen = for_people(table)
    head = "".join(map(_head, seen.columns))
    lines = [f"<tr>{''.join(cells)}</tr>" for cells in _lines(seen)]
    end = len(lines) - seen.sums
    title = f'<caption style="{_CAPTION}">{literal(table.title)}</caption>' if table.title else ""
    body, sums = "\n".join(lines[:end]), "\n".join(lines[end:])
    foot = f"\n<tfoot>\n{sums}\n</tfoot>" if sums else ""
    return (
        f'<table{attributes} style="{_TABLE}">{title}\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>{foot}</table>\n"
        f"{notes_html(table)}"
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


def _lines(table: Table) -> Iterator[list[str]]:
    """Write the cells of each row."""
    end = len(table.rows) - table.sums
    shares = [_shares(table, at, end) for at in range(len(table.columns))]
    for at, row in enumerate(table.rows):
        more = "" if at < end else _SUM
        yield [
            _cell(cell, column, share[at], more)
            for cell, column, share in zip(row, table.columns, shares, strict=True)
        ]


def _shares(table: Table, at: int, end: int) -> list[Decimal | None]:
    """Give how long the bar of each row is, as a share of the longest it is compared with."""
    column = table.columns[at]
    if column.bar is None:
        return [None] * len(table.rows)
    names = [one.name for one in table.columns]
    by = names.index(column.bar) if column.bar in names else None
    groups = ["" if by is None else str(row[by]) for row in table.rows]
    values = [_number(row[at], column) for row in table.rows[:end]]
    most: dict[str, Decimal] = {}
    for group, value in zip(groups, values, strict=False):
        most[group] = max(most.get(group, Decimal(0)), value or Decimal(0))
    shares = [
        value / most[group] if value is not None and value > 0 else None
        for group, value in zip(groups, values, strict=False)
    ]
    return [*shares, *[None] * table.sums]


def _cell(cell: Cell, column: Column, share: Decimal | None, more: str) -> str:
    text = cell_text(cell, column)
    breaks = _UNBROKEN if column.is_number or len(text) <= SHORT else _BROKEN
    style = more + _CELL.format(side=_side(column), breaks=breaks)
    value = _number(cell, column)
    data = "" if value is None else f' data-value="{value:f}"'
    if share is not None:
        end = f"{share * 100:.1f}%"
        style += f"; background: linear-gradient(to right, {BAR} {end}, transparent {end})"
    inner = _drawn(cell) if isinstance(cell, Bar) else _linked(text)
    return f'<td{data} style="{style}">{inner}</td>'


def _drawn(bar: Bar) -> str:
    """Draw a bar as a box of bands."""
    ends = [f"{100 * at:.1f}%" for at in (bar.start, bar.middle, bar.end)]
    rest = "rgba(128, 128, 128, 0.2)" if bar.track else "transparent"
    bands = zip((rest, DRAWN, LIGHT, rest), ("0%", *ends), (*ends, "100%"), strict=True)
    stops = ", ".join(f"{colour} {start} {end}" for colour, start, end in bands)
    return f'<div style="{_BOX}linear-gradient(to right, {stops})"></div>'


def _linked(text: str) -> str:
    """Escape a cell, and link it where it begins with the address of a page."""
    found = _PAGE.match(text)
    if found is None:
        return escape(text)
    page = escape(found[0])
    return f'<a href="{page}" rel="noreferrer">{page}</a>{escape(text[found.end() :])}'


def _number(cell: Cell, column: Column) -> Decimal | None:
    if isinstance(cell, Bar):
        return Decimal(f"{cell.end - cell.start:.4f}")  # what it is sorted by
    if not column.is_number or not isinstance(cell, int | Decimal):
        return None
    return Decimal(cell)


def _side(column: Column) -> str:
    return "right" if column.is_number else "left"
