"""Blanks that line things up: padded tables, spaced dividers, blanks at the ends of lines.

## Why is this bad?
A table padded for the eye costs 36 % more, a divider of `= = =` fifty times a plain one (measured
in o200k_base). Two blanks at a line's end break the line in Markdown, and stay.

## Fix
Safe where all of it is blanks at the ends of lines, unsafe for tables and dividers.

## Example
Bad: `| a        | b        |`. Good: `| a | b |`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tokest.linter.rule import Ask, Hit, Rule
from tokest.linter.values import Fix, Safety

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokest.linter.context import Context
    from tokest.linter.rule import Check
    from tokest.linter.values import Part

RULE = Rule(level="info", scope="part", fix="safe or unsafe", options=("min-saving",))
ROW = re.compile(r"\n[ \t]*+\|[^\n]*\|[ \t]*+(?=\r?(?:\n|\Z))")
"""A row and the newline before it: a pattern that starts with one is searched for quickly."""

LINE_BREAK = "  "
BLANKS = re.compile(r"(?<=[^ \n]) {2,}+(?=[^ \n])|(?<=\|) {2,}+|-{4,}+")
DIVIDER = re.compile(r"^(?:([-=*_#~]) ){7,}+\1?[ \t]*$", re.MULTILINE)
DIVIDERS = tuple(f"{char} {char} {char} {char}" for char in "-=*_#~")
TRAILING = re.compile(r"(?<![ \t])[ \t]++(?=\r?\n)")


def check(part: Part, context: Context) -> Check:
    """Report a part's padding, all kinds together."""
    text = part.text
    spans = sorted(_padding(text))
    if not spans:
        return
    pieces, at = [], 0
    for start, end, plain in spans:
        pieces += [text[at:start], plain]
        at = end
    clean = "".join([*pieces, text[at:]])
    before, after = yield Ask((text, clean), part.model)
    saving = before.tokens - after.tokens
    if not context.pays(saving, before.tokens):
        return
    edits = tuple(edit for a, b, new in spans if (edit := part.edit(a, b, new)) is not None)
    trailing = all(not new and text[end : end + 1] in ("\r", "\n") for _, end, new in spans)
    safety: Safety = "safe" if trailing else "unsafe"
    fix = Fix("take it out", safety, edits) if len(edits) == len(spans) else None
    message = f"padding: {saving:,} of {before}"
    yield Hit(message=message, span=part.span(spans[0][0], spans[0][1]), saving=saving, fix=fix)


def _padding(text: str) -> Iterator[tuple[int, int, str]]:
    if "|" in text and ("  " in text or "----" in text):
        for row in ROW.finditer("\n" + text):
            for found in BLANKS.finditer(text, row.start(), row.end() - 1):
                yield found.start(), found.end(), "---" if found[0][0] == "-" else " "
    if any(start in text for start in DIVIDERS):
        for found in DIVIDER.finditer(text):
            yield found.start(), found.end(), found[1] * 3
    if " \n" in text or "\t\n" in text or " \r" in text:
        for found in TRAILING.finditer(text):
            alone = text[found.start() - 1 : found.start()] in ("", "\n")
            if found[0] != LINE_BREAK and not alone:
                yield found.start(), found.end(), ""
