"""A batch file with more requests or bytes than its provider takes.

## Why is this bad?
The file is refused once it has been uploaded.

## Example
`61,204 requests, openai takes 50,000 in a file: split it`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokest.linter.rule import Hit, Rule
from tokest.linter.values import Span

if TYPE_CHECKING:
    from tokest.linter.context import Context
    from tokest.linter.rule import Check
    from tokest.linter.values import Batch, Document
    from tokest.prompts.batch.limits import BatchLimits

RULE = Rule(
    level="error",
    scope="document",
    when="batch",
    sources=("data/batch_limits.yaml",),
)


def check(document: Document, context: Context) -> Check:
    """Report a file above a limit."""
    yield from ()
    batch = document.batch
    limit = limit_of(batch, context) if batch else None
    if not batch or not limit:
        return
    if limit.requests is not None and len(batch.lines) > limit.requests:
        message = (
            f"{len(batch.lines):,} requests, {limit.provider} takes {limit.requests:,} in a file"
        )
        yield Hit(message=f"{message}: split it", span=Span(0, 0))
    if limit.file_bytes is not None and batch.size > limit.file_bytes:
        message = (
            f"{batch.size:,} bytes, {limit.provider} takes {limit.file_bytes:,} in a file: split it"
        )
        yield Hit(message=message, span=Span(0, 0))


def limit_of(batch: Batch, context: Context) -> BatchLimits | None:
    """Find the limit of a file, by its models' provider or else by its shape."""
    from tokest.prompts.batch.limits import find_limits  # noqa: PLC0415  # YAML, for batch files

    match = context.find(batch.lines[0].model) if batch.lines and batch.lines[0].model else None
    for provider in (match.provider.id if match else "", batch.provider):
        found = find_limits(provider)
        if found is not None:
            return found
    return None
