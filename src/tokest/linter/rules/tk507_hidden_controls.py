"""Characters that turn the direction of text or hide it altogether.

## Why is this bad?
What a reviewer sees is not what the model reads: overrides reorder a line, and tag characters spell
whole sentences that no editor shows. In text with right-to-left letters, marks of direction are
normal and are not reported; overrides and tags are.

## Fix
Safe: they are removed.

## Example
Bad: U+202E in an English prompt, or `Be helpful.` followed by tag characters.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tokest.linter.rule import Hit, Rule
from tokest.linter.traits import HIDDEN
from tokest.linter.values import Fix

if TYPE_CHECKING:
    from tokest.linter.context import Context
    from tokest.linter.rule import Check
    from tokest.linter.values import Part

RULE = Rule(
    level="warning",
    scope="part",
    when="unusual",
    fix="safe",
    sources=("https://www.unicode.org/reports/tr36/ (bidirectional spoofing)",),
)
ANY = re.compile(f"[{HIDDEN}]")
RUN = re.compile("[\u202a-\u202e\u2066-\u2069]|[\U000e0000-\U000e007f]+")
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
FLAG = "\U0001f3f4"
"""The black flag that begins the flags of regions, which are spelt with tags."""


def check(part: Part, context: Context) -> Check:
    """Report each run."""
    del context
    yield from ()
    text = part.text
    if not ANY.search(text):
        return
    mixed = None
    for found in RUN.finditer(text):
        char = found[0][0]
        if char >= "\U000e0000":
            if text[found.start() - 1 : found.start()] == FLAG:
                continue
            what = f"{len(found[0])} tag characters, which nothing shows"
        else:
            mixed = bool(RIGHT_TO_LEFT.search(text)) if mixed is None else mixed
            if mixed and char not in "\u202d\u202e":
                continue
            what = f"U+{ord(char):04X} turns the direction of the text"
        edit = part.edit(*found.span(), "")
        fix = Fix("remove it", "safe", (edit,)) if edit else None
        yield Hit(message=what, span=part.span(*found.span()), fix=fix)
