"""Findings under the names of their files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokest.render.plain import visible

if TYPE_CHECKING:
    from tokest.linter.report import Report


def render(report: Report) -> str:
    """Write a heading for each file and its findings under it."""
    out = []
    for path, found in report.by_file.items():
        out.append(f"{visible(path)}:")
        place = max(len(f"{one.row}:{one.column}") for one in found)
        for one in found:
            at = f"{one.row}:{one.column}".rjust(place)
            known = " (known)" if one.known else ""
            out.append(f"  {at}  {one.code} {one.level}{known}: {visible(one.message)}")
        out.append("")
    out += [f"note: {visible(note)}" for note in report.notes]
    return "\n".join([*out, report.summary()]) + "\n"
