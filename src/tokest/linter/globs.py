"""Paths against patterns: ``*`` within a folder, ``**`` across folders, ``#part`` of a file."""

from __future__ import annotations

import re
from fnmatch import translate
from functools import lru_cache
from typing import Final

_PIECES: Final = re.compile(r"(\*\*/|\*\*|\*|\?|\{[^{}]*\}|\[[^\]]+\])")


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
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
    return re.compile("".join(out) + ("(?:/.*)?" if not pattern.endswith("*") else ""), re.DOTALL)


def matches(path: str, pattern: str) -> bool:
    """Whether a path, or for a bare name its last part, fits a pattern.

    >>> matches("prompts/a/b.md", "prompts/**/*.md"), matches("x/AGENTS.md", "AGENTS.md")
    (True, True)
    >>> matches("prompts/a.md", "other/*")
    False
    """
    pattern = pattern.removeprefix("./")
    compiled = _compiled(pattern.rstrip("/"))
    if compiled.fullmatch(path):
        return True
    return "/" not in pattern and any(compiled.fullmatch(name) for name in path.split("/"))


def fits(path: str, patterns: tuple[str, ...]) -> bool:
    """Whether a path fits one of some patterns.

    >>> fits("a.md", ("*.txt", "*.md"))
    True
    """
    return any(matches(path, pattern) for pattern in patterns)
