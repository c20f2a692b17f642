"""A table for a comment on a change; its first line lets a job find and replace the comment."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tokest.render.plain import visible

if TYPE_CHECKING:
    from tokest.linter.report import Report

_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+!|~&@-])")
MOST = 50
"""Rows; a comment holds 65,536 characters."""


def render(report: Report) -> str:
    """Write the findings, the dearest first."""
    order = {"error": 0, "warning": 1, "info": 2}
    found = sorted(
        report.findings, key=lambda one: (one.known, order[one.level], -(one.saving or 0))
    )
    lines = ["<!-- tokest -->", f"**tokest**: {report.summary()}", ""]
    for note in report.notes:
        lines += [_cell(note), ""]
    if found:
        lines += ["| place | rule | what |", "| --- | --- | --- |"]
    for one in found[:MOST]:
        place = f"{_cell(one.path)}:{one.row}"
        known = " (known)" if one.known else ""
        lines.append(f"| {place} | {one.code} {one.name}{known} | {_cell(one.message)} |")
    if len(found) > MOST:
        lines.append(f"\n{len(found) - MOST} more are in the full report.")
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", visible(text))
