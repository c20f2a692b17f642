"""A group of prompts that together take more tokens than their budget.

## Why is this bad?
What an agent loads before the first message is paid for with every message after it.

## Example
`group 'always-loaded': 7,105 tokens (exact, qwen) in 9 prompts, budget 6,000: 1,105 over (+18%);
largest: AGENTS.md 3,920`. A warning where the range of an estimate holds the budget.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokest.linter.globs import matches
from tokest.linter.project import Note
from tokest.linter.rule import Rule, total

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokest.linter.context import Context
    from tokest.linter.project import Project, Summary
    from tokest.linter.rule import Count
    from tokest.linter.settings import Budget

RULE = Rule(level="error", scope="project", options=("budgets",))


def check(project: Project, context: Context) -> Iterator[Note]:
    """Report each group above its `total-max-tokens`."""
    for budget in context.settings.budgets:
        limit = budget.total_max_tokens
        if limit is None:
            continue
        sizes = [(count, one) for one in project.summaries if (count := _count(one, budget))]
        whole = total(tuple(count for count, _ in sizes))
        if whole.tokens <= limit and whole.low <= limit:
            continue
        largest, where = max(sizes, key=lambda pair: (pair[0].tokens, pair[1].id))
        over = f"{whole.tokens - limit:,} over (+{whole.tokens / limit - 1:.0%})"
        sure = whole.low > limit
        message = (
            f"group {budget.label!r}: {whole} in {len(sizes)} prompts, budget {limit:,}: "
            f"{over if sure else 'may be over'}; largest: {where.id} {largest.tokens:,}"
        )
        yield Note(message=message, summary=where, level=None if sure else "warning")


def _count(summary: Summary, budget: Budget) -> Count | None:
    for pattern in budget.paths:
        glob, _, part = pattern.partition("#")
        if matches(summary.path, glob):
            if part == "frontmatter":
                return summary.eager
            return summary.counts[0][1] if summary.counts else None
    return None
