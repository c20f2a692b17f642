"""A batch file with more than one model or endpoint.

## Why is this bad?
A batch of OpenAI or of Model Studio runs one model on one endpoint; the others are refused.

## Example
`2 models in one batch: gpt-4o, gpt-4o-mini; make a file for each`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokest.linter.rule import Hit, Rule

if TYPE_CHECKING:
    from tokest.linter.context import Context
    from tokest.linter.rule import Check
    from tokest.linter.values import Document

RULE = Rule(
    level="warning",
    scope="document",
    when="batch",
    sources=(
        "https://help.aliyun.com/zh/model-studio/batch-interfaces-compatible-with-openai (2026-10)",
    ),
)


def check(document: Document, context: Context) -> Check:
    """Report the first request that differs from the one before."""
    del context
    yield from ()
    batch = document.batch
    if batch is None or batch.provider != "openai":
        return
    for what, names in (
        ("models", [line.model for line in batch.lines]),
        ("endpoints", [line.url for line in batch.lines]),
    ):
        found = list(dict.fromkeys(name for name in names if name))
        if len(found) > 1:
            line = batch.lines[names.index(found[1])]
            message = (
                f"{len(found)} {what} in one batch: {', '.join(found[:5])}; make a file for each"
            )
            yield Hit(message=message, span=line.span)
