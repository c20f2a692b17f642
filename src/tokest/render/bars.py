"""Small bars of characters, for tables on a terminal."""

from __future__ import annotations

from typing import Final

WIDTH: Final = 24
FULL, HALF, NONE = "█", "▒", "·"


def bar(likely: float, high: float, most: float) -> str:
    """Draw a bar up to what is likely, and a lighter one on to what is high.

    >>> bar(50, 75, 100)
    '████████████▒▒▒▒▒▒'
    """
    if most <= 0:
        return ""
    first = round(WIDTH * max(0.0, min(likely / most, 1.0)))
    second = round(WIDTH * max(0.0, min(high / most, 1.0)))
    return FULL * first + HALF * max(0, second - first)


def span(low: float, high: float, least: float, most: float) -> str:
    """Draw where a span lies between two ends.

    >>> span(25, 50, 0, 100)
    '······██████············'
    """
    if most <= least:
        return FULL * WIDTH
    first, last = (
        round(WIDTH * max(0.0, min((end - least) / (most - least), 1.0))) for end in (low, high)
    )
    inside = max(1, last - first)
    first = min(first, WIDTH - inside)
    return NONE * first + FULL * inside + NONE * (WIDTH - first - inside)
