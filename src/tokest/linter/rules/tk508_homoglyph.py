"""A word of Latin letters with a Cyrillic or Greek one among them that looks the same.

## Why is this bad?
The word is another word to a tokenizer: it costs more, and rules about it may not hold.

## Fix
Unsafe: the word may be a quotation; the Latin letters are put in their place.

## Example
Bad: `p\u0430ssword` with a Cyrillic `\u0430`. Good: `password`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tokest.linter.rule import Ask, Hit, Rule
from tokest.linter.traits import TWINS
from tokest.linter.values import Fix

if TYPE_CHECKING:
    from tokest.linter.context import Context
    from tokest.linter.rule import Check
    from tokest.linter.values import Part

RULE = Rule(
    level="warning",
    scope="part",
    when="twins",
    fix="unsafe",
    sources=("https://www.unicode.org/Public/security/latest/confusables.txt",),
)
LATIN_TWINS: Final = dict(zip(TWINS, "aeopcyxijsABEKMHOPCTXIJSoABEZHIKMNOPTYX", strict=True))
TWIN: Final = re.compile(f"[{TWINS}]")
BESIDE: Final = re.compile(rf"[a-zA-Z](?:(?<={TWIN.pattern}.)|(?={TWIN.pattern}))")
"""A Latin letter beside a twin: such letters are rare where there are twins, so it is quick."""

WORD: Final = re.compile(r"[^\W\d_]{3,}+")
LATIN: Final = re.compile("[a-zA-Z]")


def check(part: Part, context: Context) -> Check:
    """Report each word that is Latin but for its twins."""
    del context
    text, at = part.text, 0
    while beside := BESIDE.search(text, at):
        # Few texts have one: only then is the word around it looked for.
        start = beside.start()
        while start and text[start - 1].isalpha():
            start -= 1
        found = WORD.match(text, start)
        at = beside.end()
        if not found:
            continue
        at = max(at, found.end())
        word = found[0]
        plain = TWIN.sub(lambda one: LATIN_TWINS[one[0]], word)
        latin = len(LATIN.findall(word))
        if plain == word or not plain.isascii() or latin * 2 < len(word):
            continue
        before, after = yield Ask((word, plain), part.model)
        edit = part.edit(*found.span(), plain)
        fix = Fix("use the Latin letters", "unsafe", (edit,)) if edit else None
        odd = next(char for char in word if char in TWINS)
        message = f"{plain!r} is spelt with U+{ord(odd):04X}: {before} instead of {after.tokens}"
        yield Hit(message=message, span=part.span(*found.span()), fix=fix,
                  saving=before.tokens - after.tokens)  # fmt: skip
