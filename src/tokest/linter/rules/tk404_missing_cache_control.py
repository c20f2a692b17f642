"""A request to Anthropic with a long system text and nothing marked for the cache.

## Why is this bad?
Anthropic caches only what a request marks with `cache_control`; cached input costs a tenth.

## Example
`2,900 system tokens without cache_control`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokest.linter.limits import cache_minimum
from tokest.linter.rule import Ask, Hit, Rule, total

if TYPE_CHECKING:
    from tokest.linter.context import Context
    from tokest.linter.rule import Check
    from tokest.linter.values import Prompt

RULE = Rule(
    level="info",
    scope="prompt",
    when="request",
    sources=(
        "data/lint.yaml: cache_minimums",
        "https://platform.claude.com/docs/en/build-with-claude/prompt-caching (2026-11-25)",
    ),
)


def check(prompt: Prompt, context: Context) -> Check:
    """Report system texts that are long enough for the cache."""
    request = prompt.request
    if not request or request.cache_control or request.shape not in ("body", "batch"):
        return
    name = request.model or ""
    minimum = cache_minimum(name) if "claude" in name else None
    systems = [part for part in prompt.parts if part.role == "system"]
    texts = (*(part.static for part in systems), *(tool.text for tool in prompt.tools))
    if (
        minimum is None
        or sum(len(text.encode("utf-8", "replace")) for text in texts) < minimum.tokens
    ):
        return
    counts = yield Ask(texts, context.models(prompt)[0])
    count = total(counts)
    if count.low >= minimum.tokens:
        monthly = context.monthly(name, count.tokens, prompt.source.path)
        message = f"system and tools are {count} without cache_control"
        yield Hit(message=message + monthly, span=request.span)
