"""Bits of a written-out request: text that is counted, tokens that are known, things to look up."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tokest.prompts.media.values import Media

BLANKS: Final = (
    "content",
    "name",
    "tools",
    "json",
    "function",
    "typescript",
    "xml",
    "words",
    "arguments",
    "raw_arguments",
    "parameters",
    "key",
    "value",
    "is_text",
    "id",
    "reasoning",
)
"""What a form may leave to be filled in."""

_BLANK: Final = re.compile("{(" + "|".join(BLANKS) + ")}")


@dataclass(frozen=True, slots=True)
class Bit:
    """A share of a request: `text`, or `control` tokens, or `media`, or nothing that is known.

    `kind` and `label` say which part of the estimate it belongs to.
    """

    kind: str
    label: str = ""
    text: str = ""
    control: int = 0
    media: Media | None = None


def lay(
    form: str, special: tuple[str, ...], kind: str, fill: Mapping[str, Sequence[Bit]]
) -> list[Bit]:
    """Fill a form in: its special words are one token each, the rest of it is text of that kind.

    >>> hi = [Bit("content", "user", "Hi")]
    >>> found = lay("<s>user: {content}", ("<s>",), "template", {"content": hi})
    >>> [bit.text or bit.control for bit in found]
    [1, 'user: ', 'Hi']
    """
    found: list[Bit] = []
    for text, blank in _steps(form, special):
        if blank == "special":
            found.append(Bit(kind, control=1))
        elif blank:
            found += fill.get(blank, ())
        else:
            found.append(Bit(kind, text=text))
    return found


def labelled(bits: Sequence[Bit], kind: str, label: str) -> list[Bit]:
    """Give all bits that are no media or unknown to one part.

    >>> labelled([Bit("template", text="x")], "tool", "now")
    [Bit(kind='tool', label='now', text='x', control=0, media=None)]
    """
    return [
        bit if bit.media or bit.kind == "unknown" else replace(bit, kind=kind, label=label)
        for bit in bits
    ]


@lru_cache(maxsize=1024)
def _steps(form: str, special: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Split a form into text, special words and blanks."""
    words = sorted(special, key=len, reverse=True)
    pattern = "|".join([*map(re.escape, words), _BLANK.pattern])
    steps: list[tuple[str, str]] = []
    at = 0
    for match in re.finditer(pattern, form):
        if match.start() > at:
            steps.append((form[at : match.start()], ""))
        steps.append((match[0], match[1] or "special"))
        at = match.end()
    if at < len(form):
        steps.append((form[at:], ""))
    return tuple(steps)
