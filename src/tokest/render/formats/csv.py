"""CSV for spreadsheets and scripts: full precision, no title, no notes."""

from __future__ import annotations

import csv
from decimal import Decimal
from io import StringIO
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tokest.render.table import Cell, Report

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet runs longer text that starts so; an apostrophe in front keeps it text."""


def render(report: Report) -> str:
    r"""Render the table as RFC 4180 CSV, with a line of names such as ``input_tokens`` first.

    >>> from tokest.render.table import Column, Report, Table
    >>> table = Table(columns=(Column("file"), Column("tokens", "count")), rows=(("=a", 1200),))
    >>> render(Report(schema="x", table=table, data=None))
    "file,tokens\r\n'=a,1200\r\n"
    """
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([column.name.replace(" ", "_") for column in report.table.columns])
    writer.writerows([_plain(cell) for cell in row] for row in report.table.rows)
    return out.getvalue()


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return f"{cell.normalize():f}"
    return guarded(cell) if isinstance(cell, str) else str(cell)


def guarded(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would run.

    >>> guarded("=1+1"), guarded("-"), guarded("a=1")
    ("'=1+1", '-', 'a=1')
    """
    return f"'{text}" if len(text) > 1 and text.startswith(_FORMULA) else text
