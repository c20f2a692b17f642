"""Aligned columns for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokest.render.plain import cell_text, visible, width
from tokest.render.table import for_people

if TYPE_CHECKING:
    from tokest.render.table import Report


def render(report: Report) -> str:
    """Render the table with its title and notes.

    >>> from tokest.render.table import Column, Report, Table
    >>> table = Table(columns=(Column("file"), Column("tokens", "count")), rows=(("a.md", 1200),))
    >>> print(render(Report(schema="x", table=table, data=None)), end="")
    file  tokens
    ----  ------
    a.md   1,200
    """
    table = for_people(report.table)
    lines = [[column.name for column in table.columns]]
    lines += [
        [cell_text(cell, column) for cell, column in zip(row, table.columns, strict=True)]
        for row in table.rows
    ]
    widths = [max(map(width, cells)) for cells in zip(*lines, strict=True)]
    lines.insert(1, ["-" * size for size in widths])
    right = [column.is_number for column in table.columns]
    body = [_line(cells, widths, right) for cells in lines]
    head = [visible(table.title), ""] if table.title else []
    foot = ["", *map(visible, table.notes)] if table.notes else []
    return "".join(f"{line}\n" for line in (*head, *body, *foot))


def _line(cells: list[str], widths: list[int], right: list[bool]) -> str:
    padded = (
        " " * (size - width(cell)) + cell if to_right else cell + " " * (size - width(cell))
        for cell, size, to_right in zip(cells, widths, right, strict=True)
    )
    return "  ".join(padded).rstrip()
