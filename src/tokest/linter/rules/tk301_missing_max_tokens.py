"""A request without a limit for its output.

## Why is this bad?
The answer may be as long as the model allows, and is paid for. Anthropic's API refuses a request
without `max_tokens`.

## Fix
Unsafe: an answer that is longer is cut off. The limit that is written is `reserve-output` of the
configuration, and at most what the model can write; without that setting there is no fix.

## Example
Bad: `{"model": "qwen-max", "messages": [...]}`. Good: the same with `"max_tokens": 500`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tokest.linter.context import money
from tokest.linter.rule import Hit, Rule
from tokest.linter.values import Fix
from tokest.units import MOST_TOKENS

if TYPE_CHECKING:
    from tokest.linter.context import Context
    from tokest.linter.rule import Check
    from tokest.linter.values import Level, Prompt, Request
    from tokest.rates.match import Match

RULE = Rule(
    level="warning",
    scope="prompt",
    when="request",
    fix="unsafe",
    options=("reserve-output",),
    sources=(
        "https://platform.claude.com/docs/en/api/csharp/messages/batches/create (2026-11-25)",
    ),
)

ANSWERLESS: Final = ("/embeddings", "/moderations")
ANSWERLESS_KINDS: Final = frozenset({"embedding", "multimodal_embedding", "rerank", "moderation"})
"""Endpoints and kinds of models that write no answer."""


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
    if (request.url or "").endswith(ANSWERLESS) or (match and match.model.kind in ANSWERLESS_KINDS):
        return
    refused = request.provider == "anthropic" or (match and match.provider.id == "anthropic")
    name = f"request {request.custom_id!r}: " if request.custom_id else ""
    what = "no max_tokens, which the API requires" if refused else "no output limit"
    most = match.model.limits.max_output if match and match.model.limits else None
    if most and not refused:
        receipt = context.receipt(request.model, 0, prompt.source.path, most)
        what += f"; at worst {most:,} tokens"
        if receipt and receipt.per_request is not None:
            what += f" ({money(receipt.per_request, receipt.currency)})"
    fix = _fix(request, match, min(context.settings.reserve_output, most or MOST_TOKENS))
    hint = "" if fix or not request.limit else "; set one, or reserve-output to have it filled in"
    level: Level | None = "error" if refused else None
    yield Hit(message=name + what + hint, span=request.span, level=level, fix=fix)


def _fix(request: Request, match: Match | None, tokens: int) -> Fix | None:
    if not tokens or request.limit is None:
        return None
    key = "max_completion_tokens" if match and match.provider.id == "openai" else "max_tokens"
    edit = request.limit.edit(key, tokens)
    return Fix(f"limit the answer to {tokens:,} tokens (reserve-output)", "unsafe", (edit,))
