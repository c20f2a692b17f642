"""Reviewdog's diagnostics."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tokest.linter.report import Report
    from tokest.linter.values import Finding

_SEVERITIES = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}


def render(report: Report) -> str:
    """Write the diagnostics; a fix of one edit within its finding is a suggestion."""
    data = {
        "source": {"name": "tokest"},
        "diagnostics": [_diagnostic(one) for one in report.findings],
    }
    return json.dumps(data, indent=1) + "\n"


def _diagnostic(one: Finding) -> dict[str, Any]:
    span = {
        "start": {"line": one.row, "column": _bytes(one, one.column)},
        "end": {"line": one.end_row, "column": _bytes(one, one.end_column)},
    }
    if one.end_row != one.row:
        del span["end"]
    found: dict[str, Any] = {
        "message": one.message,
        "location": {"path": one.path, "range": span},
        "severity": "INFO" if one.known else _SEVERITIES[one.level],
        "code": {"value": one.code},
    }
    if one.fix is not None and len(one.fix.edits) == 1 and one.end_row == one.row:
        found["suggestions"] = [{"range": span, "text": one.fix.edits[0].text}]
    return found


def _bytes(one: Finding, column: int) -> int:
    """Give a column as reviewdog counts it, in bytes of UTF-8."""
    return len(one.line[: column - 1].encode("utf-8", "replace")) + 1
