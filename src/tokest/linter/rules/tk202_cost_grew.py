"""A prompt whose monthly cost has grown more than is allowed since the base.

## Why is this bad?
A small edit of a prompt that is sent a million times is not small. Needs `requests-per-month`.

## Example
`+USD 84.00 a month (+21 %) since origin/main`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokest.linter.context import money
from tokest.linter.project import Note
from tokest.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokest.linter.context import Context
    from tokest.linter.project import Project

RULE = Rule(level="error", scope="project", options=("max-growth", "requests-per-month"))


def check(project: Project, context: Context) -> Iterator[Note]:
    """Report growth of the input cost beyond `max-growth`."""
    for summary in project.summaries:
        requests = context.requests(summary.path)
        past = project.before(summary) if requests else None
        if past is None or not requests or past.digest == summary.digest:
            continue
        for model, count in summary.counts:
            old = dict(past.counts).get(model) if project.comparable(summary, model) else None
            if not old or count.tokens <= old:
                continue
            now = context.receipt(model, count.tokens, summary.path, 0)
            then = context.receipt(model, old, summary.path, 0)
            if not (now and then and now.per_request is not None and then.per_request):
                continue
            grown = now.per_request - then.per_request
            if grown * 100 > context.settings.max_growth * then.per_request:
                month = money(grown * requests, now.currency)
                share = f"+{month} a month (+{grown / then.per_request:.0%}) for {model}"
                yield Note(message=f"{share} since {project.label}", summary=summary)
