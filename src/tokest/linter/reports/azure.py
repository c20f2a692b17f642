"""Logging commands of Azure Pipelines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokest.render.plain import visible

if TYPE_CHECKING:
    from tokest.linter.report import Report
    from tokest.linter.values import Finding


def render(report: Report) -> str:
    """Write one command for each finding; there are errors and warnings alone."""
    return "".join(_command(one) + "\n" for one in report.findings)


def _command(one: Finding) -> str:
    level = "error" if one.level == "error" and not one.known else "warning"
    place = f"sourcepath={_value(one.path)};linenumber={one.row};columnnumber={one.column}"
    return f"##vso[task.logissue type={level};{place};code={one.code};]{_line(one.message)}"


def _value(text: str) -> str:
    return _line(text).replace(";", "%3B").replace("]", "%5D")


def _line(text: str) -> str:
    return visible(text).replace("%", "%AZP25")
