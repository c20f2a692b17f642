"""Paths against patterns: ``*`` within a folder, ``**`` across folders, ``#part`` of a file."""

from __future__ import annotations

import re
from fnmatch import translate
from functools import lru_cache
from typing import Final

_PIECES: Final = re.compile(r"(\*\*/|\*\*|\*|\?|\{[^{}]*\}|\[[^\]]+\])")


@lru_cache(maxsize=512)
def _compiled(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
    """Put patterns into one for whole paths, and one of those that a part of a path may fit."""
    clean = [pattern.removeprefix("./") for pattern in patterns]
    whole = [_expression(pattern.rstrip("/")) for pattern in clean]
    bare = [one for one, pattern in zip(whole, clean, strict=True) if "/" not in pattern]
    return _either(whole), _either(bare) if bare else None


def _either(expressions: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in expressions), re.DOTALL)


def _expression(pattern: str) -> str:
    out = []
    for index, piece in enumerate(_PIECES.split(pattern)):
        if index % 2 == 0:
            out.append(re.escape(piece))
        elif piece == "**/":
            out.append("(?:[^/]+/)*")
        elif piece == "**":
            out.append(".*")
        elif piece == "*":
            out.append("[^/]*")
        elif piece == "?":
            out.append("[^/]")
        elif piece[0] == "{":
            out.append("(?:" + "|".join(map(re.escape, piece[1:-1].split(","))) + ")")
        else:
            out.append(translate(piece)[len("(?s:") : -len(r")\Z")])
    return "".join(out) + ("(?:/.*)?" if not pattern.endswith("*") else "")


def matches(path: str, pattern: str) -> bool:
    """Whether a path, or for a bare name its last part, fits a pattern.

    >>> matches("prompts/a/b.md", "prompts/**/*.md"), matches("x/AGENTS.md", "AGENTS.md")
    (True, True)
    >>> matches("prompts/a.md", "other/*")
    False
    """
    return fits(path, (pattern,))


def fits(path: str, patterns: tuple[str, ...]) -> bool:
    """Whether a path fits one of some patterns.

    >>> fits("a.md", ("*.txt", "*.md"))
    True
    """
    if not patterns:
        return False
    whole, bare = _compiled(patterns)
    if whole.fullmatch(path):
        return True
    return bare is not None and any(map(bare.fullmatch, path.split("/")))
