"""A page of its own that sorts and filters, and loads nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tokest.render.page import page_html, table_section

if TYPE_CHECKING:
    from tokest.linter.report import Report


def render(report: Report) -> str:
    """Write one table of all findings."""
    table = report.table()
    return page_html(table.title, [table_section(replace(table, title=""))])
