r"""Grapheme clusters: what a reader takes for one character, which is never cut.

`regex` finds them by ``\X``, which looks back over a whole run of regional indicators to pair
them; found one after the other, they are paired already, so flags are matched as two of them.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    import regex

EXTENDS: Final = r"[\p{GCB=Extend}\p{GCB=ZWJ}\p{GCB=SpacingMark}]"
"""What belongs to the character before it; https://www.unicode.org/reports/tr29/ GB9 and GB9a."""


def cluster_ends(text: str, start: int = 0, end: int | None = None) -> Iterator[int]:
    r"""Give where the clusters end, from a place where one starts.

    >>> list(cluster_ends("e\u0301\r\n🇩🇪🇫🇷"))
    [2, 4, 6, 8]
    """
    found = _cluster().finditer(text, start, len(text) if end is None else end)
    return (one.end() for one in found)


@cache
def _cluster() -> regex.Pattern[str]:
    import regex  # noqa: PLC0415  # counting does without it

    return regex.compile(rf"\p{{RI}}{{2}}{EXTENDS}*+|\X")
