"""A request of a batch file whose custom_id is missing, used twice, or not allowed.

## Why is this bad?
Results come back in any order and are matched by the id: a second use loses a result.

## Example
`custom_id 'a1' stands at lines 4 and 90`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tokest.linter.rule import Hit, Rule
from tokest.linter.rules.tk302_batch_over_limit import limit_of

if TYPE_CHECKING:
    from tokest.linter.context import Context
    from tokest.linter.rule import Check
    from tokest.linter.values import Document

RULE = Rule(
    level="error",
    scope="document",
    when="batch",
    sources=(
        "https://platform.claude.com/docs/en/api/csharp/messages/batches/create (2026-11-25)",
    ),
)


def check(document: Document, context: Context) -> Check:
    """Report each bad id."""
    yield from ()
    batch = document.batch
    if batch is None:
        return
    limit = limit_of(batch, context)
    first: dict[str, int] = {}
    for line in batch.lines:
        name = line.custom_id
        if not name:
            yield Hit(message="a request without custom_id", span=line.span)
        elif name in first:
            message = f"custom_id {name!r} stands at lines {first[name]} and {line.row}"
            yield Hit(message=message, span=line.span)
        elif limit and limit.custom_id and not re.fullmatch(limit.custom_id, name):
            message = f"custom_id {name!r} is not allowed: {limit.provider} takes {limit.custom_id}"
            yield Hit(message=message, span=line.span)
        if name:
            first.setdefault(name, line.row)
