"""A model among your candidates that takes the prompt for less.

## Why is this bad?
It need not be: quality is not checked. Off unless `candidates` names models you would accept; those
whose window is too small are left out.

## Example
`'qwen-turbo' fits this prompt and costs USD 38.00 instead of USD 410.00 a month; quality not
checked`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokest.linter.context import measured, money
from tokest.linter.rule import Hit, Rule
from tokest.linter.values import Span

if TYPE_CHECKING:
    from tokest.linter.context import Context
    from tokest.linter.rule import Check
    from tokest.linter.values import Prompt

RULE = Rule(level="info", scope="prompt", default=False, options=("candidates",))


def check(prompt: Prompt, context: Context) -> Check:
    """Report the cheapest candidate in the same currency."""
    path = prompt.source.path
    requests = context.requests(path) or 1
    for model in context.models(prompt) if context.settings.candidates else ():
        count = yield from measured(prompt, context, model)
        now = context.receipt(model, count.tokens, path)
        best = None
        for other in context.settings.candidates:
            there = yield from measured(prompt, context, other)
            receipt = context.receipt(other, there.high, path)
            if not (now and receipt and receipt.per_request is not None) or receipt.fits is False:
                continue
            if receipt.currency == now.currency and (best is None or receipt.per_request < best[0]):
                best = receipt.per_request, other
        if best and now and now.per_request is not None and best[0] < now.per_request:
            when = " a month" if context.requests(path) else " a request"
            new, old = (money(one * requests, now.currency) for one in (best[0], now.per_request))
            message = f"{best[1]!r} fits this prompt and costs {new} instead of {old}{when}"
            yield Hit(message=f"{message}; quality not checked", span=Span(0, 0))
