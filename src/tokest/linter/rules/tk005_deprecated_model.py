"""A model whose vendor has announced its end.

## Why is this bad?
Requests to it will fail on the day it is switched off, and its successors are mostly cheaper.

## Example
Bad: `"model": "gpt-3.5-turbo"`. Good: a model that `tokest models` lists as current.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokest.linter.rule import Hit, Rule
from tokest.linter.values import Span

if TYPE_CHECKING:
    from tokest.linter.context import Context
    from tokest.linter.rule import Check
    from tokest.linter.values import Prompt

RULE = Rule(
    level="warning", scope="prompt", when="request", sources=("the `lifecycle` of the rate card",)
)


def check(prompt: Prompt, context: Context) -> Check:
    """Report a deprecated model that the prompt itself names."""
    yield from ()
    request = prompt.request
    if not request or not request.model:
        return
    match = context.find(request.model)
    if match is None or match.model.lifecycle != "deprecated" or match.rule == "snapshot":
        return
    checked = max(rate.checked for rate in match.model.rates)
    message = f"{match.model.id} is deprecated by {match.provider.name} (as of {checked}): "
    message += "take one that tokest models lists as current"
    yield Hit(message=message, span=request.model_span or Span(0, 0))
