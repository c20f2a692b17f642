"""Indented JSON in a prompt.

## Why is this bad?
Blanks between the parts of a document cost nearly half of its tokens (45 % measured for an indented
document in o200k_base) and tell a model nothing.

## Fix
Safe where the document is all of a string in a data file: the value stays the same. Unsafe in
prose, where the layout may be an example of the answer that is wanted, and in answers to train on.

## Example
Bad: a fenced block of pretty-printed JSON. Good: the same on one line.
"""

from __future__ import annotations

import json
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
FENCE = re.compile(r"^[ \t]*```[ \t]*json[ \t]*\r?\n(.*?)^[ \t]*```", re.MULTILINE | re.DOTALL)
_ANSWERS = ("assistant", "model")
TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"|\s++|[^\s"]++')


def check(part: Part, context: Context) -> Check:
    """Report each document that would be shorter."""
    for start, end in _documents(part.text):
        block = part.text[start:end]
        compact = "".join(token for token in TOKEN.findall(block) if not token.isspace())
        texts = (block, compact, part.text)
        before, after, whole = yield Ask(texts, part.model)
        saving = before.tokens - after.tokens
        if not context.pays(saving, whole.tokens):
            continue
        edit = part.edit(start, end, compact)
        safety: Safety = "safe" if _is_data(part, start, end) else "unsafe"
        fix = Fix("write it on one line", safety, (edit,)) if edit else None
        message = f"indented JSON: on one line it saves {saving:,} of {before}"
        yield Hit(message=message, span=part.span(start, end), saving=saving, fix=fix)


def _is_data(part: Part, start: int, end: int) -> bool:
    """Whether a document is all of a string in a data file, and no answer to be learnt from."""
    alone = part.text.strip() == part.text[start:end]
    return alone and part.write is not None and part.role not in _ANSWERS


def _documents(text: str) -> Iterator[tuple[int, int]]:
    blocks = [found.span(1) for found in FENCE.finditer(text)] if "```" in text else []
    if text.lstrip()[:1] in ("{", "["):
        blocks = [(0, len(text))]
    for start, end in blocks:
        inner = text[start:end]
        first = start + len(inner) - len(inner.lstrip())
        last = end - len(inner) + len(inner.rstrip())
        if "\n" in text[first:last] and _is_json(text[first:last]):
            yield first, last


def _is_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict | list)
    except (ValueError, RecursionError):
        return False
