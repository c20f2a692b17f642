"""A declared input that the template never uses.

## Why is this bad?
Somebody fills it in and believes that the model sees it.

## Example
Bad: `inputs: {name: ..., tone: ...}` and only `Dear {{ name }}`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokest.linter.extract.variables import names
from tokest.linter.rule import Hit, Rule
from tokest.linter.values import Span

if TYPE_CHECKING:
    from tokest.linter.context import Context
    from tokest.linter.rule import Check
    from tokest.linter.values import Prompt

RULE = Rule(level="warning", scope="prompt", when="declared")


def check(prompt: Prompt, context: Context) -> Check:
    """Report inputs whose names stand in no tag, if there are tags at all."""
    del context
    yield from ()
    if not prompt.declared or not prompt.variables:
        return
    used = frozenset().union(*(names(part.text) for part in prompt.parts))
    for one in prompt.declared:
        if one.name not in used:
            message = f"input {one.name!r} is declared and never used"
            yield Hit(message=message, span=Span(one.start, one.end))
