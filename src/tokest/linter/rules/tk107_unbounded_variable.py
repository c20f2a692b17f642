"""A template variable without a size, in a prompt that has a token budget.

## Why is this bad?
The budget covers only the static part; the variable may be a word or a book. Say what it takes:
`[tool.tokest.variables]` with `max-tokens` or a `sample`.

## Example
`'document' has no bound, and the static part is 640 tokens (exact, qwen): say under variables what
it takes (max-tokens or a sample)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tokest.linter.context import measured
from tokest.linter.rule import Hit, Rule
from tokest.linter.values import Span

if TYPE_CHECKING:
    from tokest.linter.context import Context
    from tokest.linter.rule import Check
    from tokest.linter.values import Prompt

ADVICE: Final = "say under variables what it takes (max-tokens or a sample)"
RULE = Rule(level="warning", scope="prompt", when="budget", options=("variables",))


def check(prompt: Prompt, context: Context) -> Check:
    """Report each unbounded variable once."""
    budgets = [one for one in context.budgets(prompt) if one.max_tokens or one.max_cost_per_request]
    if not budgets or not prompt.variables:
        return
    seen: set[str] = set()
    for part in prompt.parts:
        for one in part.variables:
            said = context.settings.variable(one.name)
            sized = said is not None and (said.max_tokens is not None or said.sample is not None)
            if sized or one.name in seen or one.name in ("%", "#"):
                continue
            seen.add(one.name)
            count = yield from measured(prompt, context, context.models(prompt)[0])
            name = repr(one.name) if one.name else "an expression"
            message = f"{name} has no bound, and the static part is {count}: {ADVICE}"
            yield Hit(
                message=message, span=part.span(one.start, one.end) if part.text else Span(0, 0)
            )
