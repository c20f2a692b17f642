"""Stock phrases that have a shorter form of the same meaning.

## Why is this bad?
One costs two tokens; a prompt full of them costs a paragraph. They are reported together, when
their shorter forms save `min-saving` tokens and `min-saving-percent` of the prompt. Every line of
`data/phrases.yaml` is shown by a test to cost more than its replacement in each vocabulary that
ships.

## Example
Bad: `in order to`, `due to the fact that`. Good: `to`, `because`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from tokest.lint.phrases import phrases
from tokest.lint.rule import Ask, Hit, Rule
from tokest.lint.values import Fix

if TYPE_CHECKING:
    from tokest.lint.context import Context
    from tokest.lint.rule import Check
    from tokest.lint.values import Part

RULE = Rule(level="info", scope="part", fix="unsafe", sources=("data/phrases.yaml",))
FEWEST = 3
"""Phrases; fewer cannot save twenty tokens, for none saves more than eight. Tested."""


@cache
def pattern() -> re.Pattern[str]:
    """Match any phrase, as whole words."""
    return re.compile(r"\b(?:" + "|".join(map(re.escape, phrases())) + r")\b", re.IGNORECASE)


def check(part: Part, context: Context) -> Check:
    """Report all phrases of a part at once."""
    low = part.text.lower()
    if sum(low.count(phrase) for phrase in phrases()) < FEWEST:  # far quicker than the pattern
        return
    found = list(pattern().finditer(part.text))
    if len(found) < FEWEST:
        return
    plain = pattern().sub(_shorter, part.text)
    before, after = yield Ask((part.text, plain), part.model)
    saving = before.tokens - after.tokens
    if not context.pays(saving, before.tokens):
        return
    edits = tuple(edit for one in found if (edit := part.edit(*one.span(), _shorter(one))))
    fix = Fix("use the shorter forms", "unsafe", edits) if len(edits) == len(found) else None
    some = f"{len(found)} stock phrases such as {found[0][0]!r}"
    message = f"{some}: shorter ones save {saving:,} of {before}"
    yield Hit(message=message, span=part.span(*found[0].span()), saving=saving, fix=fix)


def _shorter(found: re.Match[str]) -> str:
    plain = phrases()[found[0].lower()]
    return plain[:1].upper() + plain[1:] if found[0][:1].isupper() else plain
