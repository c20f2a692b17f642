"""An estimate whose range holds the budget: it may pass and it may fail.

## Why is this bad?
An estimate has a range. Taking its middle for the truth would pass or fail the prompt by chance.

## Example
`about 2,430 tokens (proxy, 2,290 - 2,570) for claude-opus-4-5, budget 2,500: may be over; count
exactly (tokest vocab list) or leave more room`.
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

ADVICE: Final = "count exactly (tokest vocab list) or leave more room"
RULE = Rule(level="warning", scope="prompt", when="budget")


def check(prompt: Prompt, context: Context) -> Check:
    """Report budgets inside the range of an estimate."""
    for limit, model in tight_budgets(prompt, context):
        count = yield from measured(prompt, context, model)
        if count.low <= limit < count.high and not count.exact:
            advice = "what is not counted decides" if count.unknown else ADVICE
            message = f"{count} for {model}, budget {limit:,}: may be over; {advice}"
            yield Hit(message=message, span=Span(0, 0))
