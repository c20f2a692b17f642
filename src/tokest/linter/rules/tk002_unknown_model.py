"""A model that is neither on the rate card nor of a known family.

## Why is this bad?
Without the model there is no tokenizer, no window and no price: nothing of it can be checked.

## Example
Bad: `model: gpt-5-mni`. Good: `model: gpt-5-mini`, or a rate card of your own under `pricing`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokest.errors import UnknownModelError
from tokest.linter.context import NICKNAMES
from tokest.linter.rule import Hit, Rule
from tokest.linter.values import Span

if TYPE_CHECKING:
    from tokest.linter.context import Context
    from tokest.linter.rule import Check
    from tokest.linter.values import Prompt

RULE = Rule(level="error", scope="prompt", when="request")


def check(prompt: Prompt, context: Context) -> Check:
    """Report the model of a request that nothing is known of."""
    yield from ()
    request = prompt.request
    name = request.model if request else None
    if not request or not name or name.lower() in NICKNAMES or "{" in name or "$" in name:
        return
    if context.countable(name) or context.find(name) is not None:
        return
    ids = [model.id for provider in context.card.providers for model in provider.models]
    error = UnknownModelError(name, ids)
    level = "error" if error.suggestions else "warning"
    yield Hit(message=str(error), span=request.model_span or Span(0, 0), level=level)  # type: ignore[arg-type]
