"""A group of prompts that together take more tokens than their budget.

## Why is this bad?
What an agent loads before the first message is paid for with every message after it.

## Example
`group 'always-loaded': 7,105 tokens in 9 files, budget 6,000; largest: AGENTS.md 3,920`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokest.linter.globs import matches
from tokest.linter.project import Note
from tokest.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokest.linter.context import Context
    from tokest.linter.project import Project, Summary
    from tokest.linter.settings import Budget

RULE = Rule(level="error", scope="project", options=("budgets",))


def check(project: Project, context: Context) -> Iterator[Note]:
    """Report each group above its `total-max-tokens`."""
    for budget in context.settings.budgets:
        limit = budget.total_max_tokens
        if limit is None:
            continue
        sizes = [(tokens, one) for one in project.summaries if (tokens := _tokens(one, budget))]
        whole = sum(tokens for tokens, _ in sizes)
        if whole > limit:
            tokens, largest = max(sizes, key=lambda pair: (pair[0], pair[1].id))
            message = (
                f"group {budget.label!r}: {whole:,} tokens in {len(sizes)} prompts, "
                f"budget {limit:,}; largest: {largest.id} {tokens:,}"
            )
            yield Note(message=message, summary=largest)


def _tokens(summary: Summary, budget: Budget) -> int:
    for pattern in budget.paths:
        glob, _, part = pattern.partition("#")
        if matches(summary.path, glob):
            if part == "frontmatter":
                return summary.eager or 0
            found = [count for _, count in summary.counts]
            return found[0].tokens if found else 0
    return 0
