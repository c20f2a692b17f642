"""Findings with their line and a mark under the place."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from tokest.linter.painting import paint
from tokest.linter.reports.concise import headline
from tokest.render.plain import visible, width

if TYPE_CHECKING:
    from tokest.linter.report import Report
    from tokest.linter.values import Finding

WIDEST: Final = 100
"""Columns of a line that are shown around the place."""


def render(report: Report) -> str:
    """Write each finding, its line, and one line about all."""
    blocks = [_block(one, report) for one in report.findings]
    return "".join(f"{line}\n" for line in [*blocks, *report.closing()])


def _block(one: Finding, report: Report) -> str:
    frame = partial(paint, "frame", colours=report.colours)
    lines = [headline(one, colours=report.colours)]
    if one.line.strip():
        before, marked, after = _window(one)
        number = str(one.row)
        gutter = " " * len(number)
        shown = visible(before.replace("\t", " "))
        mark = "^" * max(1, width(visible(marked.replace("\t", " "))))
        text = shown + visible((marked + after).replace("\t", " "))
        mark = paint("known" if one.known else one.level, mark, colours=report.colours)
        lines += [
            frame(f"{gutter} |"),
            f"{frame(f'{number} |')} {text}",
            f"{frame(f'{gutter} |')} {' ' * width(shown)}{mark}",
        ]
    if one.fix is not None and report.show_fixes:
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
