"""What of a prompt can go without a loss of meaning: blanks, indented JSON, repeated blocks."""

from __future__ import annotations

import json
import re
from typing import Final

_TRAILING: Final = re.compile(r"(?<![ \t])[ \t]+$", re.MULTILINE)  # looks at a run once
_BLANK_LINES: Final = re.compile(r"\n{3,}")
_FENCED_JSON: Final = re.compile(r"(?m)^```json\n(.*?)^```", re.DOTALL)
SHORTEST: Final = 40
"""Shorter blocks are repeated for a reason, such as a heading or a separator."""


def trim(text: str) -> tuple[str, tuple[str, ...]]:
    r"""Trim a prompt, and say what was done.

    >>> trim("a  \n\n\n\nb")
    ('a\n\nb', ('blanks at the ends of lines', 'empty lines'))
    """
    done = []
    for name, step in (
        ("indentation of JSON", _compact_json),
        ("blanks at the ends of lines", lambda old: _TRAILING.sub("", old)),
        ("empty lines", lambda old: _BLANK_LINES.sub("\n\n", old)),
        ("blocks that stand twice", _drop_repeated),
    ):
        new = step(text)
        if new != text:
            done.append(name)
        text = new
    return text, tuple(done)


def _compact_json(text: str) -> str:
    def compact(found: re.Match[str]) -> str:
        try:
            value = json.loads(found[1])
        except (ValueError, RecursionError):
            return found[0]
        body = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return f"```json\n{body}\n```"

    return _FENCED_JSON.sub(compact, text)


def _drop_repeated(text: str) -> str:
    seen: set[str] = set()
    kept = []
    for block in text.split("\n\n"):
        key = block.strip()
        if len(key) < SHORTEST or key not in seen:
            kept.append(block)
        seen.add(key)
    return "\n\n".join(kept)
