"""One JSON document a line for each finding."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tokest.linter.reports.json import record

if TYPE_CHECKING:
    from tokest.linter.report import Report


def render(report: Report) -> str:
    """Write one line for each finding, and nothing else."""
    return "".join(json.dumps(record(one, report)) + "\n" for one in report.findings)
