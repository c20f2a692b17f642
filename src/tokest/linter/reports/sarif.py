"""SARIF 2.1.0, as code scanning takes it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from tokest._version import __version__

if TYPE_CHECKING:
    from tokest.linter.report import Report
    from tokest.linter.rules import Entry
    from tokest.linter.values import Finding

_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def render(report: Report) -> str:
    """Write one run with its rules and results."""
    data = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "tokest",
                        "version": __version__,
                        "rules": [_rule(entry) for entry in report.entries],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(one, report) for one in report.findings],
            }
        ],
    }
    return json.dumps(data, indent=1) + "\n"


def _rule(entry: Entry) -> dict[str, Any]:
    first = entry.explanation.partition("\n")[0]
    return {
        "id": entry.code,
        "name": "".join(word.capitalize() for word in entry.name.split("-")),
        "shortDescription": {"text": first},
        "fullDescription": {"text": entry.explanation},
        "help": {"text": entry.explanation, "markdown": entry.explanation},
        "defaultConfiguration": {"level": _LEVELS[entry.rule.level]},
        "properties": {"tags": ["prompts", entry.code[:3]]},
    }


def _result(one: Finding, report: Report) -> dict[str, Any]:
    location = {"uri": _uri(one.path), "uriBaseId": "%SRCROOT%"}
    end = max((one.end_row, one.end_column), (one.row, one.column))
    region = {
        "startLine": one.row,
        "startColumn": one.column,
        "endLine": end[0],
        "endColumn": end[1],
    }
    found: dict[str, Any] = {
        "ruleId": one.code,
        "level": "note" if one.known else _LEVELS[one.level],
        "message": {"text": one.message},
        "locations": [{"physicalLocation": {"artifactLocation": location, "region": region}}],
        "partialFingerprints": {"tokest/v1": report.prints[id(one)]},
    }
    if one.known:
        found["baselineState"] = "unchanged"
    if one.fix is not None:
        replacements = [
            {
                "deletedRegion": {"charOffset": edit.start, "charLength": edit.end - edit.start},
                "insertedContent": {"text": edit.text},
            }
            for edit in one.fix.edits
        ]
        change = {"artifactLocation": location, "replacements": replacements}
        found["fixes"] = [{"description": {"text": one.fix.title}, "artifactChanges": [change]}]
    return found


def _uri(path: str) -> str:
    return quote(path.encode("utf-8", "surrogateescape"), safe="/~")
