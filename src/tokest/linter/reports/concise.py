"""One line a finding: ``path:row:column: CODE level: message``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokest.linter.painting import paint
from tokest.render.plain import visible

if TYPE_CHECKING:
    from tokest.linter.report import Report
    from tokest.linter.values import Finding


def render(report: Report) -> str:
    """Write one line for each finding, and one about all."""
    lines = [headline(one, colours=report.colours) for one in report.findings]
    return "".join(f"{line}\n" for line in [*lines, *report.closing()])


def headline(one: Finding, *, colours: bool = False) -> str:
    """Write a finding on one line; whatever is in a name stays on it."""
    fix = {"safe": " [*]", "unsafe": " [-]"}.get(one.fix.safety if one.fix else "", "")
    known = " (known)" if one.known else ""
    place = f"{visible(one.path)}:{one.row}:{one.column}"
    where = ""
    if one.prompt not in ("", one.path):
        where = f" [{visible(one.prompt.removeprefix(one.path + '#'))}]"
    style = "known" if one.known else one.level
    place = paint("place", place, colours=colours)
    code = paint(style, one.code, colours=colours)
    level = paint(style, f"{one.level}{known}", colours=colours)
    return f"{place}: {code}{fix} {level}: {visible(one.message)}{where}"
