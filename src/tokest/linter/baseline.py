"""Tell what a change adds from what was already there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tokest.linter.project import Past, Project
    from tokest.linter.values import Finding, Level

ABOUT_SIZE: Final = frozenset(
    {"TK003", "TK101", "TK102", "TK103", "TK105", "TK201", "TK204", "TK601", "TK602", "TK603"}
)
"""Findings that are worse when the prompt has grown, though they are no more in number."""

ABOUT_CHANGE: Final = frozenset({"TK104", "TK202"})
"""Findings that only a base makes; they are always new."""


def known(findings: Sequence[Finding], project: Project) -> list[Finding]:
    """Mark what the base had already: an error of it is a warning now, and fails nothing."""
    if project.past is None:
        return list(findings)
    summaries = {one.id: one for one in project.summaries}
    by_id = {one.id: one for one in project.past}
    numbers: dict[tuple[str, str], int] = {}
    for one in findings:
        key = one.prompt, one.code
        numbers[key] = numbers.get(key, 0) + 1
    out = []
    for one in findings:
        summary = summaries.get(one.prompt)
        past = project.before(summary) if summary else by_id.get(one.prompt)
        had = dict(past.findings).get(one.code, 0) if past else 0
        old = bool(had) and numbers[one.prompt, one.code] <= had and one.code not in ABOUT_CHANGE
        if old and past and one.code in ABOUT_SIZE and summary is not None:
            old = not _grew(past, dict(summary.counts), one)
        level: Level = "warning" if old and one.level == "error" else one.level
        out.append(replace(one, known=old, level=level))
    return out


def _grew(past: Past, counts: dict[str, object], one: Finding) -> bool:
    del one
    before = dict(past.counts)
    return any(
        getattr(count, "tokens", 0) > before[model]
        for model, count in counts.items()
        if model in before
    )
