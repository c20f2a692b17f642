"""A prompt that has grown more than is allowed since the base.

## Why is this bad?
Prompts grow by a sentence at a time. Runs only against a base, a git revision or a lock file
(`--base`); what a lock file has counted with another tokenizer is not compared. Growth of up to
`max-growth` or of fewer than `min-growth-tokens` passes; what they begin with, 10 % and 50 tokens,
is to be changed by whoever knows the prompts.

## Example
`+412 tokens (+18 %) since origin/main, allowed +10 %`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokest.linter.globs import fits
from tokest.linter.project import Note
from tokest.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from tokest.linter.context import Context
    from tokest.linter.project import Project

RULE = Rule(level="error", scope="project", options=("max-growth", "min-growth-tokens"))


def check(project: Project, context: Context) -> Iterator[Note]:
    """Report growth beyond the allowance, for each model."""
    for summary in project.summaries:
        past = project.before(summary)
        if past is None or past.digest == summary.digest:
            continue
        allowed = _allowed(summary.path, context)
        for model, count in summary.counts:
            old = dict(past.counts).get(model) if project.comparable(summary, model) else None
            grown = count.tokens - old if old is not None else 0
            if not old or grown < context.settings.min_growth_tokens:
                continue
            if grown * 100 > allowed * old:
                share = f"+{grown:,} tokens (+{grown / old:.0%}) since {project.label}"
                message = f"{share}, allowed +{allowed.normalize():f} %; now {count} for {model}"
                yield Note(message=message, summary=summary)


def _allowed(path: str, context: Context) -> Decimal:
    own = [
        one.max_growth
        for one in context.settings.budgets
        if one.max_growth is not None and fits(path, one.paths)
    ]
    return min(own, default=context.settings.max_growth)
