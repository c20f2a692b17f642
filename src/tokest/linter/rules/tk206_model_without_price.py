"""A cost budget for a model that has no price.

## Why is this bad?
The budget can neither pass nor fail: nothing is measured. Give the model a price in a card of your
own (`pricing`), or name one that has a price in your region.

## Example
A budget with `max-cost-per-month` and `model = "llama-4-scout"`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokest.linter.context import cost_budgets
from tokest.linter.rule import Hit, Rule
from tokest.linter.values import Span

if TYPE_CHECKING:
    from tokest.linter.context import Context
    from tokest.linter.rule import Check
    from tokest.linter.values import Prompt

RULE = Rule(level="error", scope="prompt", when="budget", options=("pricing", "region"))


def check(prompt: Prompt, context: Context) -> Check:
    """Report cost budgets that cannot be checked."""
    yield from ()
    path = prompt.source.path
    for _, model in cost_budgets(prompt, context):
        receipt = context.receipt(model, 1, path)
        if receipt is None or receipt.per_request is None:
            where = context.region(path)
            region = f" in region {where}" if where else ""
            message = f"{model} has no price{region}: the cost budget cannot be checked"
            yield Hit(message=f"{message}; give it one (pricing)", span=Span(0, 0))
