"""Tell what a change adds from what was already there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tokest.linter.project import Past, Project, Summary
    from tokest.linter.values import Finding, Level

ABOUT_SIZE: Final = frozenset(
    {"TK003", "TK101", "TK102", "TK103", "TK105", "TK201", "TK204", "TK601", "TK602", "TK603"}
)
"""Findings that are worse when the prompt has grown, though they are no more in number."""

ABOUT_MONEY: Final = frozenset({"TK201", "TK204"})
"""Findings that other prices make, though the prompt stays as it is."""

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
            old = not _grew(past, summary, project)
        if not old and past and summary is not None and past.digest == summary.digest:
            old = _by_tools(one.code, summary, project)
        level: Level = "warning" if old and one.level == "error" else one.level
        out.append(replace(one, known=old, level=level))
    return out


def _grew(past: Past, summary: Summary, project: Project) -> bool:
    before = dict(past.counts)
    return any(
        count.tokens > before[model]
        for model, count in summary.counts
        if model in before and project.comparable(summary, model)
    )


def _by_tools(code: str, summary: Summary, project: Project) -> bool:
    """Whether a prompt that is as it was is found fault with for how it is counted or priced."""
    if project.changed is None:
        return False
    recounted = not all(project.comparable(summary, model) for model, _ in summary.counts)
    return (recounted and code in ABOUT_SIZE) or (project.changed.prices and code in ABOUT_MONEY)
