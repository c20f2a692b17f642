"""Findings under the names of their files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokest.linter.painting import paint
from tokest.render.plain import visible

if TYPE_CHECKING:
    from tokest.linter.report import Report


def render(report: Report) -> str:
    """Write a heading for each file and its findings under it."""
    out = []
    for path, found in report.by_file.items():
        out.append(paint("place", f"{visible(path)}:", colours=report.colours))
        place = max(len(f"{one.row}:{one.column}") for one in found)
        for one in found:
            at = f"{one.row}:{one.column}".rjust(place)
            known = " (known)" if one.known else ""
            style = "known" if one.known else one.level
            what = paint(style, f"{one.code} {one.level}{known}", colours=report.colours)
            out.append(f"  {at}  {what}: {visible(one.message)}")
        out.append("")
    return "".join(f"{line}\n" for line in [*out, *report.closing()])
