"""Stock phrases that have a shorter form of the same meaning.

## Why is this bad?
One costs two tokens; a prompt full of them costs a paragraph. They are reported together, when
their shorter forms save `min-saving` tokens and `min-saving-percent` of the prompt. Every line of
`data/phrases.yaml` is shown by a test to cost more than its replacement in each vocabulary that
ships.

## Fix
Unsafe: each phrase becomes its shorter form, which reads the same and is another wording.

## Example
Bad: `in order to`, `due to the fact that`. Good: `to`, `because`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from tokest.linter.phrases import phrases
from tokest.linter.rule import Ask, Hit, Rule
from tokest.linter.values import Fix

if TYPE_CHECKING:
    from tokest.linter.context import Context
    from tokest.linter.rule import Check
    from tokest.linter.values import Part

RULE = Rule(level="info", scope="part", fix="unsafe", sources=("data/phrases.yaml",))
FEWEST = 3
"""Phrases; fewer cannot save twenty tokens, for none saves more than eight. Tested."""


@cache
def pattern() -> re.Pattern[str]:
    """Match any phrase, as whole words."""
    return re.compile(r"\b(?:" + "|".join(map(re.escape, phrases())) + r")\b", re.IGNORECASE)


@cache
def anchors() -> dict[str, tuple[str, ...]]:
    """Map a word of each phrase, its longest, to the phrases that have it.

    A word inside of the phrase stands between blanks in every text that has the phrase; phrases of
    two words have none, and are looked for always.
    """
    found: dict[str, tuple[str, ...]] = {}
    for phrase in phrases():
        inner = phrase.split()[1:-1] or [""]
        word = max(inner, key=len)
        found[word] = (*found.get(word, ()), phrase)
    return found


def check(part: Part, context: Context) -> Check:
    """Report all phrases of a part at once."""
    if not _likely(part.text.lower()):
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


def _likely(low: str) -> bool:
    """Whether there may be enough phrases: far quicker than the pattern, and few texts have any."""
    known = anchors()
    words = list(filter(known.__contains__, low.split()))
    pairs = sum(map(low.count, known[""]))
    if len(words) + pairs < FEWEST:
        return False
    return pairs + sum(low.count(one) for word in set(words) for one in known[word]) >= FEWEST


def _shorter(found: re.Match[str]) -> str:
    plain = phrases()[found[0].lower()]
    return plain[:1].upper() + plain[1:] if found[0][:1].isupper() else plain
