"""A token budget that is more than twice what its prompts take.

## Why is this bad?
A budget guards nothing while a prompt may double without notice: lower it when a prompt shrinks.
Twice is nobody's figure: off unless selected.

## Fix
Safe: the figure in the configuration becomes what the largest prompt takes and a tenth, rounded up
to 50. Nothing else of the file changes.

## Example
`budget of 2,500 for 'prompts/*.md', but the largest, prompts/a.md, is 1,100 tokens (exact, qwen):
lower it to 1,250`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tokest.linter.globs import fits
from tokest.linter.project import Note
from tokest.linter.rule import Rule
from tokest.linter.values import Edit, Fix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokest.linter.context import Context
    from tokest.linter.project import Project, Summary
    from tokest.linter.rule import Count
    from tokest.linter.settings import Budget
    from tokest.linter.values import Span

RULE = Rule(level="info", scope="project", default=False, fix="safe", options=("budgets",))
STALE: Final = 2
ROOM: Final = 50
"""The figure that is proposed is rounded up to this."""


def check(project: Project, context: Context) -> Iterator[Note]:
    """Report budgets whose largest prompt takes less than half of them."""
    places = _places(context)
    for index, budget in enumerate(context.settings.budgets):
        limit = budget.max_tokens
        fitting = [
            (count, one)
            for one in project.summaries
            for count in _counts(one, budget)
            if fits(one.path, budget.paths)
        ]
        if limit is None or not fitting:
            continue
        count, largest = max(fitting, key=lambda pair: pair[0].high)
        lower = -(-count.high * 11 // (10 * ROOM)) * ROOM
        if count.high * STALE >= limit or lower >= limit:
            continue
        message = (
            f"budget of {limit:,} for {budget.label!r}, but the largest, {largest.id}, is {count}: "
            f"lower it to {lower:,}"
        )
        span = places[index] if index < len(places) else None
        if span is None or context.config is None:
            yield Note(message=message, summary=largest)
            continue
        fix = Fix(f"lower it to {lower}", "safe", (Edit(span.start, span.end, str(lower)),))
        yield Note(message=message, summary=largest, config=(context.config, span), fix=fix)


def _counts(summary: Summary, budget: Budget) -> list[Count]:
    return [count for model, count in summary.counts if budget.model in (None, model)]


def _places(context: Context) -> tuple[Span | None, ...]:
    if context.config is None:
        return ()
    from tokest.linter.config_places import budget_places  # noqa: PLC0415  # where there is a file

    return budget_places(context.config)
