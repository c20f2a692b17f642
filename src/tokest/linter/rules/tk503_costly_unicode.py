r"""Text spelt with characters that tokenizers know badly, and that have a plain form.

## Why is this bad?
Decomposed accents cost 57-72 %, letters in mathematical bold or full width 83-89 %, and `\uXXXX`
escapes of Chinese 74-84 % of their tokens more than need be (measured in o200k_base and
cl100k_base).

## Fix
Safe for accents, which are the same text once composed (NFC); unsafe for styled letters and for
escapes, which may be what the prompt is about.

## Example
Bad: `Ｈｅｌｌｏ` in full width. Good: `Hello`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import partial
from typing import TYPE_CHECKING

from tokest.linter.rule import Ask, Hit, Rule
from tokest.linter.traits import COMBINING, STYLED
from tokest.linter.values import Fix

if TYPE_CHECKING:
    from tokest.linter.context import Context
    from tokest.linter.rule import Check
    from tokest.linter.values import Part, Safety

RULE = Rule(level="warning", scope="part", fix="safe or unsafe", options=("min-saving",))
STYLES = re.compile(f"[{STYLED}]+")
DECOMPOSED = re.compile(rf"[^\W\d_][{COMBINING}]+")
MARK = re.compile(f"[{COMBINING}]")
ESCAPED = re.compile(r"(?:\\u[0-9a-fA-F]{4}){2,}")


def check(part: Part, context: Context) -> Check:
    """Report each kind once, with what its plain form saves."""
    kinds = []
    unusual = "unusual" in part.traits
    if unusual and MARK.search(part.text):
        kinds.append(("decomposed accents: composed ones", DECOMPOSED, "NFC"))
    if unusual and STYLES.search(part.text):
        kinds.append(("styled letters: plain ones", STYLES, "NFKC"))
    if "\\" in part.text and "\\u" in part.text:  # one character is found far quicker
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
