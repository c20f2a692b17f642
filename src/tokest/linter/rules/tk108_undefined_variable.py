"""A variable that the template uses and its front matter does not declare.

## Why is this bad?
It is filled in with nothing, or the call fails. Only files that declare their inputs are checked.

## Example
Bad: `inputs: {name: ...}` and `Dear {{ nmae }}`. Good: `Dear {{ name }}`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokest.linter.extract.variables import bound
from tokest.linter.rule import Hit, Rule
from tokest.nearest import nearest

if TYPE_CHECKING:
    from tokest.linter.context import Context
    from tokest.linter.rule import Check
    from tokest.linter.values import Prompt

RULE = Rule(level="warning", scope="prompt", when="declared")


def check(prompt: Prompt, context: Context) -> Check:
    """Report the first use of each undeclared variable."""
    del context
    yield from ()
    if not prompt.declared:
        return
    known = {one.name for one in prompt.declared}
    seen: set[str] = set()
    for part in prompt.parts:
        made = known | bound(part.text)
        for one in part.variables:
            name = one.name.partition(".")[0]
            if not name or name in made or name in seen or name in ("%", "#"):
                continue
            seen.add(name)
            close = nearest(name, known)
            hint = f" (nearest: {close[0]})" if close else ""
            message = f"variable {name!r} is not among the declared inputs{hint}"
            yield Hit(message=message, span=part.span(one.start, one.end))
