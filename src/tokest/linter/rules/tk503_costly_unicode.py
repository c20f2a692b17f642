r"""Text spelt with characters that tokenizers know badly, and that have a plain form.

## Why is this bad?
Decomposed accents cost 57-72 %, letters in mathematical bold or full width 83-89 %, and `\uXXXX`
escapes of Chinese 74-84 % of their tokens more than need be (measured in o200k_base and
cl100k_base).

## Example
Bad: `Ｈｅｌｌｏ` in full width. Good: `Hello`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import partial
from typing import TYPE_CHECKING

from tokest.linter.rule import Ask, Hit, Rule
from tokest.linter.values import Fix

if TYPE_CHECKING:
    from tokest.linter.context import Context
    from tokest.linter.rule import Check
    from tokest.linter.values import Part, Safety

RULE = Rule(level="warning", scope="part", fix="safe or unsafe", options=("min-saving",))
STYLED = re.compile("[\U0001d400-\U0001d7ff\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]+")
DECOMPOSED = re.compile("[^\\W\\d_][\u0300-\u036f]+")
COMBINING = re.compile("[\u0300-\u036f]")
ESCAPED = re.compile(r"(?:\\u[0-9a-fA-F]{4}){2,}")


def check(part: Part, context: Context) -> Check:
    """Report each kind once, with what its plain form saves."""
    kinds = []
    odd = "".join(part.odd)
    if COMBINING.search(odd):
        kinds.append(("decomposed accents: composed ones", DECOMPOSED, "NFC"))
    if STYLED.search(odd):
        kinds.append(("styled letters: plain ones", STYLED, "NFKC"))
    if "\\u" in part.text:
        kinds.append((r"\u escapes: the characters themselves", ESCAPED, ""))
    for what, pattern, form in kinds:
        found = list(pattern.finditer(part.text))
        if not found:
            continue
        plain = pattern.sub(partial(_replaced, form), part.text)
        before, after = yield Ask((part.text, plain), part.model)
        saving = before.tokens - after.tokens
        if plain == part.text or not context.pays(saving, before.tokens):
            continue
        edits = tuple(
            edit for one in found if (edit := part.edit(*one.span(), _plain(one[0], form)))
        )
        safety: Safety = "safe" if form == "NFC" else "unsafe"
        fix = Fix("use the plain form", safety, edits) if len(edits) == len(found) else None
        message = f"{what} save {saving:,} of {before}"
        yield Hit(message=message, span=part.span(*found[0].span()), saving=saving, fix=fix)


def _replaced(form: str, found: re.Match[str]) -> str:
    return _plain(found[0], form)


def _plain(text: str, form: str) -> str:
    if form == "NFC":
        return unicodedata.normalize("NFC", text)
    if form == "NFKC":
        return unicodedata.normalize("NFKC", text)
    units = b"".join(int(one, 16).to_bytes(2, "big") for one in text[2:].split("\\u"))
    decoded = units.decode("utf-16-be", "ignore")
    return decoded if decoded.isprintable() else text
