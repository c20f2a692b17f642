"""Workflow commands that GitHub shows beside the lines of a change.

It shows ten errors and ten warnings of a step: the most expensive come first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokest.render.plain import visible

if TYPE_CHECKING:
    from tokest.linter.report import Report
    from tokest.linter.values import Finding

_LEVELS = {"error": "error", "warning": "warning", "info": "notice"}


def render(report: Report) -> str:
    """Write one command for each finding, and one for each note."""
    found = sorted(report.findings, key=lambda one: (one.known, -(one.saving or 0)))
    lines = [_command(one) for one in found]
    lines += [f"::notice title=tokest::{_data(visible(note))}" for note in report.notes]
    return "".join(f"{line}\n" for line in lines)


def _command(one: Finding) -> str:
    level = "notice" if one.known else _LEVELS[one.level]
    place = f"file={_property(one.path)},line={one.row},col={one.column}"
    ends = f",endLine={one.end_row},endColumn={one.end_column}" if one.end_row == one.row else ""
    text = f"{visible(one.path)}:{one.row}:{one.column}: {one.code} {visible(one.message)}"
    return f"::{level} title=tokest ({one.code}),{place}{ends}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    shown = "".join(char if char in "\r\n" else visible(char) for char in text)
    return _data(shown).replace(":", "%3A").replace(",", "%2C")
