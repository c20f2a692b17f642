"""All findings as one JSON document."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tokest.linter.report import Report
    from tokest.linter.values import Finding


def render(report: Report) -> str:
    """Write the findings with everything known of them."""
    data = {
        "schema": "tokest/lint/v1",
        "files": report.files,
        "findings": [record(one, report) for one in report.findings],
        "fixed": report.fixed,
        "notes": list(report.notes),
    }
    return json.dumps(data, indent=1) + "\n"


def record(one: Finding, report: Report) -> dict[str, Any]:
    """Give a finding as plain data."""
    fix = one.fix and {
        "title": one.fix.title,
        "safety": one.fix.safety,
        "edits": [
            {"start": edit.start, "end": edit.end, "text": edit.text} for edit in one.fix.edits
        ],
    }
    return {
        "path": one.path,
        "row": one.row,
        "column": one.column,
        "end_row": one.end_row,
        "end_column": one.end_column,
        "code": one.code,
        "name": one.name,
        "level": one.level,
        "known": one.known,
        "message": one.message,
        "prompt": one.prompt,
        "saving_tokens": one.saving,
        "fix": fix,
        "fingerprint": report.prints[id(one)],
    }
