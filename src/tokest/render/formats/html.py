"""A page of HTML that sorts and filters, and loads nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tokest.render.page import page_html, table_section

if TYPE_CHECKING:
    from tokest.render.table import Report


def render(report: Report) -> str:
    """Render the table as a page; every character of a cell is literal.

    >>> from tokest.render.table import Column, Report, Table
    >>> table = Table(columns=(Column("file"),), rows=(("<i>.md",),), title="Files")
    >>> page = render(Report(schema="x", table=table, data=None))
    >>> "<h1>Files</h1>" in page, "&lt;i&gt;.md" in page
    (True, True)
    """
    title = report.table.title or report.schema.partition("/")[2].partition("/")[0] or "tokest"
    return page_html(title, [table_section(replace(report.table, title=""))])
