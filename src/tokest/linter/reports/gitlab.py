"""GitLab's code quality report."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokest.linter.report import Report

_SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}


def render(report: Report) -> str:
    """Write the list of issues; known ones are only information."""
    data = [
        {
            "check_name": one.code,
            "description": f"{one.code} {one.name}: {one.message}",
            "severity": "info" if one.known else _SEVERITIES[one.level],
            "fingerprint": report.prints[id(one)],
            "location": {"path": one.path, "lines": {"begin": one.row}},
        }
        for one in report.findings
    ]
    return json.dumps(data, indent=1) + "\n"
