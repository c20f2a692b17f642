"""Findings with their line and a mark under the place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tokest.linter.reports.concise import headline
from tokest.render.plain import visible, width

if TYPE_CHECKING:
    from tokest.linter.report import Report
    from tokest.linter.values import Finding

WIDEST: Final = 100
"""Columns of a line that are shown around the place."""


def render(report: Report) -> str:
    """Write each finding, its line, and one line about all."""
    blocks = [_block(one, show_fix=report.show_fixes) for one in report.findings]
    notes = [f"note: {visible(note)}" for note in report.notes]
    return "\n".join([*blocks, *notes, report.summary()]) + "\n"


def _block(one: Finding, *, show_fix: bool) -> str:
    head = headline(one)
    lines = [head]
    if one.line.strip():
        before, marked, after = _window(one)
        number = str(one.row)
        gutter = " " * len(number)
        shown = visible(before.replace("\t", " "))
        mark = "^" * max(1, width(visible(marked.replace("\t", " "))))
        text = shown + visible((marked + after).replace("\t", " "))
        lines += [f"{gutter} |", f"{number} | {text}", f"{gutter} | {' ' * width(shown)}{mark}"]
    if one.fix is not None and show_fix:
        lines.append(f"  = fix ({one.fix.safety}): {one.fix.title}")
    return "\n".join([*lines, ""])


def _window(one: Finding) -> tuple[str, str, str]:
    """Cut a long line around the place; give what is before, at and after it."""
    line, at = one.line, min(one.column - 1, len(one.line))
    end = one.end_column - 1 if one.end_row == one.row else len(line)
    end = min(max(end, at + 1), len(line))
    first = max(0, at - WIDEST // 3)
    last = min(len(line), first + WIDEST)
    head = "..." if first else ""
    tail = "..." if last < len(line) else ""
    return head + line[first:at], line[at : min(end, last)], line[min(end, last) : last] + tail
