"""A prompt that has grown more than is allowed since the base.

## Why is this bad?
Prompts grow by a sentence at a time. The base is a git revision or a lock file (`--base`); growth
up to `max-growth` (10 % unless configured, as size-limit advises for bundles) or
`min-growth-tokens` passes.

## Example
`+412 tokens (+18 %) since origin/main, allowed +10 %`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokest.lint.globs import fits
from tokest.lint.project import Note
from tokest.lint.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from tokest.lint.context import Context
    from tokest.lint.project import Project

RULE = Rule(
    level="error",
    scope="project",
    options=("max-growth", "min-growth-tokens"),
    sources=("https://github.com/ai/size-limit (advice to allow for growth; read 2026-11-01)",),
)


def check(project: Project, context: Context) -> Iterator[Note]:
    """Report growth beyond the allowance, for each model."""
    for summary in project.summaries:
        past = project.before(summary)
        if past is None or past.digest == summary.digest:
            continue
        allowed = _allowed(summary.path, context)
        for model, count in summary.counts:
            old = dict(past.counts).get(model)
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
