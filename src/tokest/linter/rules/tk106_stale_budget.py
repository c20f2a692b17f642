"""A token budget that is more than twice what its prompts take.

## Why is this bad?
A budget guards nothing while a prompt may double without notice: lower it when a prompt shrinks.

## Example
`budget 2,500 but only 1,100 used; lower it to 1,250`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tokest.linter.globs import fits
from tokest.linter.project import Note
from tokest.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokest.linter.context import Context
    from tokest.linter.project import Project

RULE = Rule(level="info", scope="project", default=False, options=("budgets",))
STALE: Final = 2
ROOM: Final = 50
"""The figure that is proposed is rounded up to this."""


def check(project: Project, context: Context) -> Iterator[Note]:
    """Report budgets whose largest prompt takes less than half of them."""
    for budget in context.settings.budgets:
        limit = budget.max_tokens
        fitting = [one for one in project.summaries if fits(one.path, budget.paths) and one.counts]
        if limit is None or not fitting:
            continue
        tokens, largest = max(
            ((one.counts[0][1].high, one) for one in fitting), key=lambda pair: pair[0]
        )
        if tokens * STALE < limit:
            lower = -(-tokens * 11 // (10 * ROOM)) * ROOM
            message = f"budget {limit:,} but only {tokens:,} used; lower it to {lower:,}"
            yield Note(message=message, summary=largest)
