"""A prompt that takes more tokens than its budget.

## Why is this bad?
Every request pays for every token. The budget is yours: `max-tokens` under
`[[tool.tokest.budgets]]` or `tokest: {budget: N}` in the file's front matter.

## Example
Bad: `2,731 tokens (exact, o200k_base) for gpt-4o, budget 2,500: 231 over (+9%)`. Good: a prompt
within the budget. An estimate counts as over when all of its range is (TK003 reports the others).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokest.linter.context import measured, tight_budgets
from tokest.linter.rule import Hit, Rule
from tokest.linter.values import Span

if TYPE_CHECKING:
    from tokest.linter.context import Context
    from tokest.linter.rule import Check
    from tokest.linter.values import Prompt

RULE = Rule(
    level="error", scope="prompt", when="budget", options=("budgets", "models", "variables")
)


def check(prompt: Prompt, context: Context) -> Check:
    """Report a prompt whose whole range is above a budget."""
    for limit, model in tight_budgets(prompt, context):
        count = yield from measured(prompt, context, model)
        if count.low > limit:
            over = count.tokens - limit
            message = f"{count} for {model}, budget {limit:,}: {over:,} over"
            yield Hit(message=f"{message} (+{over / limit:.0%})", span=Span(0, 0))
