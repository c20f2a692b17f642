"""Indented JSON in a prompt.

## Why is this bad?
Blanks between the parts of a document cost nearly half of its tokens (45 % measured for an indented
document in o200k_base) and tell a model nothing.

## Example
Bad: a fenced block of pretty-printed JSON. Good: the same on one line.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from tokest.linter.rule import Ask, Hit, Rule
from tokest.linter.values import Fix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokest.linter.context import Context
    from tokest.linter.rule import Check
    from tokest.linter.values import Part

RULE = Rule(level="info", scope="part", fix="unsafe", options=("min-saving",))
FENCE = re.compile(r"^[ \t]*```[ \t]*json[ \t]*\r?\n(.*?)^[ \t]*```", re.MULTILINE | re.DOTALL)
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
        fix = Fix("write it on one line", "unsafe", (edit,)) if edit else None
        message = f"indented JSON: compact it saves {saving:,} of {before}"
        yield Hit(message=message, span=part.span(start, end), saving=saving, fix=fix)


def _documents(text: str) -> Iterator[tuple[int, int]]:
    fenced = "`" in text and "```" in text and "json" in text  # what is rare in a text first
    blocks = [found.span(1) for found in FENCE.finditer(text)] if fenced else []
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
