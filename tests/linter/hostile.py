"""A report whose names and texts try to break out of every format."""

from __future__ import annotations

from tokest.linter.report import Check, Report
from tokest.linter.rules import load
from tokest.linter.values import Edit, Finding, Fix, Level

HOSTILE = "a\n::error::x\x1b[31m]]>\"'<b>&;|`%\u202e,é你.md"


def finding(code: str, path: str, level: Level, *, known: bool = False) -> Finding:
    fix = Fix("take it out", "safe", (Edit(2, 4, "<x>\n"),))
    return Finding(
        code=code,
        name=load(code).name,
        level=level,
        message=f"{path}: 12 of 34 tokens",
        path=path,
        row=3,
        column=5,
        end_row=3,
        end_column=9,
        prompt=f"{path}#messages[0]",
        line="one \x1b[2Jtwo <script>alert(1)</script>",
        saving=12,
        fix=fix if code == "TK501" else None,
        known=known,
    )


def report() -> Report:
    findings = (
        finding("TK101", HOSTILE, "error"),
        finding("TK501", HOSTILE, "warning"),
        finding("TK501", "plain.md", "warning", known=True),
        finding("TK502", "plain.md", "info"),
    )
    check = Check(prompt="b.md", path="b.md", budget="support", tokens=5, limit=9, failed=False)
    return Report(
        findings=findings,
        entries=tuple(load(code) for code in ("TK101", "TK501", "TK502")),
        files=3,
        checks=(check,),
        notes=("a note",),
        show_fixes=True,
    )
