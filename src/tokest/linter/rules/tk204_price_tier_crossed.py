"""A prompt above a price tier of its model.

## Why is this bad?
A tier prices the whole request: a few tokens over it, and all of them cost more.

## Example
`131,200 tokens (exact, qwen) cross the 128,000 tier of qwen-flash: input 0.15 -> 0.6 CNY per
million; 3,200 fewer stay below`.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from tokest.linter.context import measured, most
from tokest.linter.limits import LEAST_WINDOW
from tokest.linter.rule import Hit, Rule
from tokest.linter.values import Span

if TYPE_CHECKING:
    from tokest.linter.context import Context
    from tokest.linter.rule import Check
    from tokest.linter.values import Prompt
    from tokest.rates.card import Tier

RULE = Rule(
    level="warning", scope="prompt", options=("models",), sources=("the tiers of the rate card",)
)


def check(prompt: Prompt, context: Context) -> Check:
    """Report each tier that lies a little below the prompt."""
    size = most(prompt, context)
    if size <= LEAST_WINDOW:
        return
    for model in context.named(prompt):
        tiers, currency = _tiers(model, prompt, context)
        steps = list(pairwise(tiers))
        if not steps or size <= min(one.up_to or 0 for one, _ in steps):
            continue
        count = yield from measured(prompt, context, model)
        crossed = [step for step in steps if (step[0].up_to or 0) < count.low]
        if crossed:
            below, above = crossed[-1]
            prices = f"input {below.prices.input} -> {above.prices.input} {currency} per million"
            fewer = f"{count.tokens - (below.up_to or 0):,} fewer stay below"
            message = f"{count} cross the {below.up_to:,} tier of {model}: {prices}; {fewer}"
            yield Hit(message=message, span=Span(0, 0))


def _tiers(model: str, prompt: Prompt, context: Context) -> tuple[tuple[Tier, ...], str]:
    match = context.find(model)
    if match is None:
        return (), ""
    region = context.region(prompt.source.path) or match.provider.default_region
    rates = [one for one in match.model.rates if one.region == region and one.end is None]
    return (rates[0].tiers, rates[0].currency) if rates else ((), "")
