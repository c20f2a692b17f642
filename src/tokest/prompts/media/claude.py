"""Claude: visual tokens of 28 x 28 pixels, of an image that is first made to fit two limits.

https://platform.claude.com/docs/en/build-with-claude/vision, read 2026-11.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tokest.prompts.media.values import Counted, sure

if TYPE_CHECKING:
    from tokest.prompts.media.values import Media

CELL: Final = 28


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaudeImage:
    """Sides of at most `edge` pixels and at most `most` tokens."""

    edge: int
    most: int

    def needs(self, item: Media) -> tuple[str, ...]:  # noqa: ARG002  # the same for every image
        """Need the size."""
        return "width", "height"

    def bounds(self, item: Media) -> tuple[int, int | None]:  # noqa: ARG002
        """Bound by one cell and by the limit."""
        return 1, self.most

    def count(self, item: Media) -> Counted:
        """Count an image."""
        return sure(visual_tokens(item.width or 0, item.height or 0, self.edge, self.most))


def visual_tokens(width: int, height: int, edge: int, most: int) -> int:
    """Count the cells of the largest image of this shape that keeps within both limits.

    >>> visual_tokens(540, 360, 1568, 1568), visual_tokens(1920, 1080, 1568, 1568)
    (260, 1560)
    """
    long, short = max(width, height), min(width, height)
    low, high = 1, min(long, edge)
    while low < high:  # the longest side that fits: cells never grow as it shrinks
        middle = (low + high + 1) // 2
        if _cells(middle, long, short) <= most:
            low = middle
        else:
            high = middle - 1
    return _cells(low, long, short)


def _cells(side: int, long: int, short: int) -> int:
    other = max(1, (2 * short * side + long) // (2 * long))  # rounded half up
    return -(-side // CELL) * -(-other // CELL)
