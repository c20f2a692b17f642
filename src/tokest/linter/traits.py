"""What is in a text, seen at a glance, so that rules about other things are not even started."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

Trait = Literal["always", "blob", "key", "twins", "unusual"]

SHAPELESS: Final = "\u200b\u2060\ufeff\u00ad\u180e\u00a0"
HIDDEN: Final = "\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f"
COMBINING: Final = "\u0300-\u036f"
STYLED: Final = "\U0001d400-\U0001d7ff\uff10-\uff19\uff21-\uff3a\uff41-\uff5a"
TWINS: Final = (
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0410\u0412\u0415\u041a\u041c"
    "\u041d\u041e\u0420\u0421\u0422\u0425\u0406\u0408\u0405\u03bf\u0391\u0392\u0395\u0396\u0397"
    "\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7"
)
"""Cyrillic and Greek letters that look like Latin ones."""

KEY: Final = 20
"""Characters of the shortest key of a service."""

BLOB: Final = 36
"""Characters of a UUID, the shortest blob."""

_UNUSUAL: Final = re.compile(f"[{SHAPELESS}{HIDDEN}{COMBINING}{STYLED}]")
_TWIN: Final = re.compile(f"[{TWINS}]")
_EITHER: Final = re.compile(f"[{_UNUSUAL.pattern[1:-1]}{TWINS}]")

_CODED: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=_-"
_RUNS: Final = bytes(ord("x") if code in _CODED else ord(" ") for code in range(256))
_LONG: Final = b"x" * KEY


def coded_runs(text: str) -> tuple[tuple[int, int], ...]:
    """Give where runs of letters, digits and `+/=_-` start and end, if a key may be in them.

    >>> coded_runs("key: 0123456789abcdefABCDEF, short")
    ((5, 27),)
    """
    coded = text.encode("ascii", "replace").translate(_RUNS)
    found = []
    start = coded.find(_LONG)
    while start >= 0:
        end = coded.find(b" ", start)
        end = len(coded) if end < 0 else end
        found.append((start, end))
        start = coded.find(_LONG, end)
    return tuple(found)


def traits(text: str, runs: Sequence[tuple[int, int]]) -> frozenset[Trait]:
    """Say what a text with these runs has: a `key` or a `blob`, `unusual` characters, `twins`.

    >>> sorted(traits("p\u0430ssword", ()))
    ['always', 'twins']
    """
    found: set[Trait] = {"always"}
    if runs:
        found.add("key")
        if any(end - start >= BLOB for start, end in runs):
            found.add("blob")
    if not text.isascii() and _EITHER.search(text):
        if _UNUSUAL.search(text):
            found.add("unusual")
        if _TWIN.search(text):
            found.add("twins")
    return frozenset(found)
