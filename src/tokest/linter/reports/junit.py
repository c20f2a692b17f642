"""JUnit XML: a suite a file, a case a budget or a finding, so that trends show."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from tokest.render.plain import visible

if TYPE_CHECKING:
    from tokest.linter.report import Check, Report
    from tokest.linter.values import Finding


def render(report: Report) -> str:
    """Write the suites; budgets that hold are cases that pass."""
    held: dict[str, list[Check]] = {}
    for one in report.checks:
        if not one.failed:
            held.setdefault(one.path, []).append(one)
    paths = sorted({*held, *report.by_file})
    suites = [_suite(path, held.get(path, []), report.by_file.get(path, [])) for path in paths]
    body = "\n".join(suites)
    head = '<?xml version="1.0" encoding="utf-8"?>'
    return f'{head}\n<testsuites name="tokest">\n{body}\n</testsuites>\n'


def _suite(path: str, held: list[Check], found: list[Finding]) -> str:
    failed = [one for one in found if one.level != "info" and not one.known]
    cases = [
        f"  <testcase classname={_attr(one.prompt)} name="
        f"{_attr(f'{one.budget}: {one.tokens:,} of {one.limit:,} tokens')}/>"
        for one in held
    ]
    for one in found:
        name = _attr(f"{one.code} {one.name} at {one.row}:{one.column}")
        inner = "skipped" if one not in failed else f"failure type={_attr(one.level)}"
        cases.append(
            f"  <testcase classname={_attr(one.prompt)} name={name}>"
            f"<{inner} message={_attr(one.message)}/></testcase>"
        )
    counts = f'tests="{len(cases)}" failures="{len(failed)}" skipped="{len(found) - len(failed)}"'
    inner_text = "\n".join(cases)
    return f" <testsuite name={_attr(path)} {counts}>\n{inner_text}\n </testsuite>"


def _attr(text: str) -> str:
    return quoteattr(visible(text))
