"""Small bars in the cells of tables: characters on a terminal, boxes on a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

WIDTH: Final = 24
FULL, HALF, NONE = "█", "▒", "·"


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of a line, as shares of its length: full to `middle`, lighter on to `end`.

    `track` says that the rest of the line is drawn, too: it shows where the stretch lies.
    """

    start: float
    middle: float
    end: float
    track: bool = False

    def __str__(self) -> str:
        """Draw the bar with characters.

        >>> str(Bar(0.25, 0.5, 0.75))
        '      ██████▒▒▒▒▒▒'
        """
        first, second, last = (round(WIDTH * at) for at in (self.start, self.middle, self.end))
        if self.track:
            second = last = max(last, first + 1)
            first, second, last = (at - max(0, second - WIDTH) for at in (first, second, last))
        before, after = (NONE, NONE) if self.track else (" ", "")
        return (before * first + FULL * (second - first) + HALF * (last - second)) + after * (
            WIDTH - last
        )


def bar(likely: float, high: float, most: float) -> Bar:
    """Draw a bar up to what is likely, and a lighter one on to what is high.

    >>> str(bar(50, 75, 100))
    '████████████▒▒▒▒▒▒'
    """
    if most <= 0:
        return Bar(0, 0, 0)
    middle = _share(likely / most)
    return Bar(0, middle, max(middle, _share(high / most)))


def span(low: float, high: float, least: float, most: float) -> Bar:
    """Draw where a span lies between two ends.

    >>> str(span(25, 50, 0, 100))
    '······██████············'
    """
    if most <= least:
        return Bar(0, 1, 1, track=True)
    first, last = (_share((end - least) / (most - least)) for end in (low, high))
    return Bar(first, last, last, track=True)


def _share(value: float) -> float:
    return max(0.0, min(value, 1.0))
