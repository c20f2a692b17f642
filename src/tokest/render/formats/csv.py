"""CSV for spreadsheets and scripts: full precision, no title, no notes."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from io import StringIO
from typing import TYPE_CHECKING, Final

from tokest.render.plain import digits

if TYPE_CHECKING:
    from tokest.render.table import Cell, Report

_NUMBER: Final = re.compile(r"[+-]\d[\d.,]*(?: ?%)?", re.ASCII)
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
        return digits(cell)
    return guarded(cell) if isinstance(cell, str) else str(cell)


def guarded(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would run; a number with a sign is none of it.

    >>> guarded("=1+1"), guarded("-"), guarded("a=1"), guarded("-87.5 %")
    ("'=1+1", '-', 'a=1', '-87.5 %')
    """
    runs = len(text) > 1 and text.startswith(_FORMULA) and not _NUMBER.fullmatch(text)
    return f"'{text}" if runs else text
