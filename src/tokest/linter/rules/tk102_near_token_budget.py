"""A prompt that takes more than 90 % of its token budget.

## Why is this bad?
The next sentence may break the build. This is a note, not a fault.

## Example
`2,310 tokens (exact, qwen) for qwen-plus, 92% of the budget of 2,500`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tokest.linter.context import measured, tight_budgets
from tokest.linter.rule import Hit, Rule
from tokest.linter.values import Span

if TYPE_CHECKING:
    from tokest.linter.context import Context
    from tokest.linter.rule import Check
    from tokest.linter.values import Prompt

RULE = Rule(level="info", scope="prompt", when="budget", default=False, options=("budgets",))
NEAR: Final = 0.9


def check(prompt: Prompt, context: Context) -> Check:
    """Report a prompt between the mark and the budget."""
    for limit, model in tight_budgets(prompt, context, NEAR):
        count = yield from measured(prompt, context, model)
        if NEAR * limit < count.tokens <= limit:
            share = f"{count.tokens / limit:.0%} of the budget of {limit:,}"
            yield Hit(message=f"{count} for {model}, {share}", span=Span(0, 0))
