"""The same paragraph twice in one prompt.

## Why is this bad?
The second time it says nothing new and costs the same; mostly it is left over from an edit.

## Example
`lines 40-58 repeat lines 3-21 (310 tokens)`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tokest.lint.rule import Ask, Hit, Rule

if TYPE_CHECKING:
    from tokest.lint.context import Context
    from tokest.lint.rule import Check
    from tokest.lint.values import Part

RULE = Rule(level="warning", scope="part", options=("min-saving",))
PARAGRAPH: Final = re.compile(r"\S[^\n]*+(?:\n(?![ \t\r]*(?:\n|\Z))[^\n]*+)*+")
SHORTEST: Final = 60
"""Characters; fewer cannot be twenty tokens of any prose."""


def check(part: Part, context: Context) -> Check:
    """Report each repeated paragraph, with the tokens it takes."""
    text = part.text
    seen: dict[str, tuple[int, int]] = {}
    found = []
    for one in PARAGRAPH.finditer(text):
        block = one[0].strip()
        if len(block) < SHORTEST:
            continue
        if block in seen:
            found.append((seen[block], one.span(), block))
        else:
            seen[block] = one.span()
    for first, again, block in found:
        count, whole = yield Ask((block, text), part.model)
        if not context.pays(count.tokens, whole.tokens):
            continue
        rows = [_rows(text, *span) for span in (again, first)]
        message = f"{rows[0]} of the text repeat {rows[1]}: {count}"
        yield Hit(message=message, span=part.span(*again), saving=count.tokens)


def _rows(text: str, start: int, end: int) -> str:
    first = text.count("\n", 0, start) + 1
    last = first + text.count("\n", start, end)
    return f"line {first}" if first == last else f"lines {first}-{last}"
