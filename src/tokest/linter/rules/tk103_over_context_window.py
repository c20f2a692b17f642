"""A prompt that does not fit its model.

## Why is this bad?
The request fails, or the prompt is cut short, and nobody notices what was cut.

## Example
`input 126,400 + reserved output 4,000 > 128,000 context window`. Set `reserve-output` for requests
that set no limit of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokest.linter.context import measured, most
from tokest.linter.limits import LEAST_WINDOW
from tokest.linter.rule import Hit, Rule
from tokest.linter.values import Span

if TYPE_CHECKING:
    from tokest.linter.context import Context
    from tokest.linter.rule import Check
    from tokest.linter.values import Prompt

RULE = Rule(
    level="error",
    scope="prompt",
    options=("models", "reserve-output"),
    sources=("the `limits` of the rate card, each with its own page",),
)


def check(prompt: Prompt, context: Context) -> Check:
    """Report a prompt above the window or the largest input of a model."""
    asked = (prompt.request.max_output if prompt.request else None) or 0
    reserve = asked or context.settings.reserve_output
    if most(prompt, context) + reserve <= LEAST_WINDOW:
        return
    for model in context.named(prompt):
        match = context.find(model)
        if match is None or match.model.limits is None:
            continue
        limits = match.model.limits
        known = [one for one in (limits.context_window, limits.max_input) if one is not None]
        if not known or most(prompt, context) + reserve <= min(known):
            continue
        count = yield from measured(prompt, context, model)
        message = _broken(count.low, reserve, limits.context_window, limits.max_input)
        if message:
            yield Hit(message=f"{message} of {model}; {count}", span=Span(0, 0))


def _broken(tokens: int, reserve: int, window: int | None, most_input: int | None) -> str:
    if most_input is not None and tokens > most_input:
        return f"input {tokens:,} > {most_input:,} maximum input"
    if window is not None and tokens + reserve > window:
        return f"input {tokens:,} + reserved output {reserve:,} > {window:,} context window"
    return ""
