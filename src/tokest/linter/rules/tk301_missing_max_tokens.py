"""A request without a limit for its output.

## Why is this bad?
The answer may be as long as the model allows, and is paid for. Anthropic's API refuses a request
without `max_tokens`.

## Example
Bad: `{"model": "qwen-max", "messages": [...]}`. Good: the same with `"max_tokens": 500`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokest.linter.context import money
from tokest.linter.rule import Hit, Rule

if TYPE_CHECKING:
    from tokest.linter.context import Context
    from tokest.linter.rule import Check
    from tokest.linter.values import Prompt

RULE = Rule(
    level="warning",
    scope="prompt",
    when="request",
    sources=("https://platform.claude.com/docs/it/api/csharp/messages/batches.md (2026-11-24)",),
)


def check(prompt: Prompt, context: Context) -> Check:
    """Report requests in JSON files that set no limit, with what that may cost."""
    yield from ()
    request = prompt.request
    low = prompt.source.path.lower()
    if not request or request.max_output or request.shape not in ("body", "batch"):
        return
    if not low.endswith((".json", ".jsonl")) or not request.model or not prompt.parts:
        return
    match = context.find(request.model)
    refused = request.provider == "anthropic" or (match and match.provider.id == "anthropic")
    name = f"request {request.custom_id!r}: " if request.custom_id else ""
    worst = ""
    if match and match.model.limits and match.model.limits.max_output:
        most = match.model.limits.max_output
        receipt = context.receipt(request.model, 0, prompt.source.path, most)
        worst = f"; at worst {most:,} tokens"
        if receipt and receipt.per_request is not None:
            worst += f" ({money(receipt.per_request, receipt.currency)})"
    what = "no max_tokens, which the API requires" if refused else f"no output limit{worst}"
    yield Hit(message=name + what, span=request.span, level="error" if refused else None)
