"""One line a finding: ``path:row:column: CODE level: message``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokest.render.plain import visible

if TYPE_CHECKING:
    from tokest.linter.report import Report
    from tokest.linter.values import Finding


def render(report: Report) -> str:
    """Write one line for each finding, and one about all."""
    notes = [f"note: {visible(note)}" for note in report.notes]
    return "\n".join([*map(headline, report.findings), *notes, report.summary()]) + "\n"


def headline(one: Finding) -> str:
    """Write a finding on one line; whatever is in a name stays on it."""
    fix = {"safe": " [*]", "unsafe": " [-]"}.get(one.fix.safety if one.fix else "", "")
    known = " (known)" if one.known else ""
    place = f"{visible(one.path)}:{one.row}:{one.column}"
    where = ""
    if one.prompt not in ("", one.path):
        where = f" [{visible(one.prompt.removeprefix(one.path + '#'))}]"
    return f"{place}: {one.code}{fix} {one.level}{known}: {visible(one.message)}{where}"
