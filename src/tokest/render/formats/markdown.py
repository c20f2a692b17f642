"""A Markdown table, for pull requests and documents."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tokest.render.plain import cell_text, visible
from tokest.render.table import for_people

if TYPE_CHECKING:
    from tokest.render.table import Report

_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]<>#|!~&])")


def render(report: Report) -> str:
    r"""Render the table with its title and notes; every character of a cell is literal.

    >>> from tokest.render.table import Column, Report, Table
    >>> table = Table(columns=(Column("file"),), rows=(("a|b.md",),))
    >>> print(render(Report(schema="x", table=table, data=None)), end="")
    | file |
    | --- |
    | a\|b.md |
    """
    table = for_people(report.table)
    head = [column.name for column in table.columns]
    rule = ["---:" if column.is_number else "---" for column in table.columns]
    body = [
        [_literal(cell_text(cell, column)) for cell, column in zip(row, table.columns, strict=True)]
        for row in table.rows
    ]
    title = [f"**{_literal(visible(table.title))}**", ""] if table.title else []
    notes = ["", *(f"- {_literal(visible(note))}" for note in table.notes)] if table.notes else []
    rows = (f"| {' | '.join(cells)} |" for cells in (head, rule, *body))
    return "".join(f"{line}\n" for line in (*title, *rows, *notes))


def _literal(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
