"""The nearest right answers to a mistyped name."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_LENGTH: Final = 120
"""Longer names are no typing mistakes, and comparing them takes quadratic time."""

SIZES: Final = frozenset(
    re.findall(
        r"\w+",
        "air flash flashx highspeed large lite long luna max medium micro mini nano plus pro prime "
        "small sol terra turbo ultra",
    )
)
"""Words that tell models of one family apart; a suggestion never swaps one for another."""


def nearest(name: str, known: Iterable[str], *, most: int = 3) -> tuple[str, ...]:
    """Find the known names closest to `name`, never across a size word.

    >>> nearest("qwen-trubo", ["qwen-turbo", "qwen-max"])
    ('qwen-turbo',)
    >>> nearest("gpt-5.5-mini", ["gpt-5.5", "gpt-5.4-mini"])
    ('gpt-5.4-mini',)
    """
    if len(name) > MAX_LENGTH:
        return ()
    wanted = sizes(name)
    spelled = {other.lower(): other for other in known}
    allowed = [low for low, other in spelled.items() if not wanted or sizes(other) == wanted]
    return tuple(spelled[low] for low in get_close_matches(name.lower(), allowed, n=most))


def sizes(name: str) -> frozenset[str]:
    """Collect the size words inside a model name.

    >>> sorted(sizes("gpt-5.4-mini"))
    ['mini']
    """
    return SIZES.intersection(re.split(r"[^a-z]+", name.lower()))
