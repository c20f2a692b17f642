"""Prices that were read longer ago than 180 days.

## Why is this bad?
Vendors change prices. Amounts made with old ones may be wrong; lay a newer card over the built-in
one (`pricing`). Reported only where a cost budget rests on the price; 180 days is no vendor's
figure, so the rule is off unless selected.

## Example
`prices of gpt-4o are from 2026-02-01 (280 days)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tokest.linter.rule import Hit, Rule
from tokest.linter.values import Span

if TYPE_CHECKING:
    from tokest.linter.context import Context
    from tokest.linter.rule import Check
    from tokest.linter.values import Prompt

RULE = Rule(level="info", scope="prompt", when="budget", default=False)
OLD: Final = 180


def check(prompt: Prompt, context: Context) -> Check:
    """Report old prices of models that cost budgets name."""
    yield from ()
    budgets = context.budgets(prompt)
    priced = any(one.max_cost_per_request or one.max_cost_per_month for one in budgets)
    for model in context.models(prompt) if priced and context.today else ():
        match = context.find(model)
        if match is None or context.today is None:
            continue
        checked = max(rate.checked for rate in match.model.rates)
        days = (context.today - checked).days
        if days > OLD:
            message = f"prices of {match.model.id} are from {checked} ({days} days)"
            yield Hit(message=f"{message}: lay newer ones over them (pricing)", span=Span(0, 0))
