"""Qwen-VL: an image is cut into square cells after both sides are rounded to whole cells.

https://help.aliyun.com/zh/model-studio/vision, read 2026-10.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, sqrt
from typing import TYPE_CHECKING, Final

from tokest.prompts.media.values import HIGH_RESOLUTION, Counted, sure

if TYPE_CHECKING:
    from tokest.prompts.media.values import Media

MOST_RATIO: Final = 200
"""Longer and narrower images are refused."""

EXTRA: Final = 2
"""The marks before and after an image or a film."""

FPS: Final = 2.0
LEAST_FRAMES: Final = 4
PAIR: Final = 2
"""Frames that one layer of cells stands for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QwenImage:
    """Cells of `cell` pixels a side: at least `least`, at most `most`, or `high` if asked for."""

    cell: int
    least: int
    most: int
    high: int

    def needs(self, item: Media) -> tuple[str, ...]:  # noqa: ARG002  # the same for every image
        """Need the size."""
        return "width", "height"

    def bounds(self, item: Media) -> tuple[int, int | None]:
        """Bound by the limits that hold for the item, and by what whole cells make of them."""
        least, most = (pixels / self.cell**2 for pixels in self._limits(item))
        low = min(ceil(least), max(1, floor(most - _around(most))))
        high = max(1, floor(most), floor(sqrt(most * MOST_RATIO)), ceil(least + _around(least)))
        return low + EXTRA, high + EXTRA

    def count(self, item: Media) -> Counted:
        """Count an image."""
        width, height = item.width or 0, item.height or 0
        if max(width, height) > MOST_RATIO * min(width, height):
            return refused(f"sides of more than {MOST_RATIO} to 1 are refused")
        columns, rows = cells(width, height, self.cell, self._limits(item))
        return sure(columns * rows + EXTRA)

    def _limits(self, item: Media) -> tuple[int, int]:
        """Find the fewest and the most pixels of an item."""
        area = self.cell**2
        most = self.high * area
        if item.detail != HIGH_RESOLUTION:
            most = min(item.max_pixels or self.most * area, most)
        return min(item.min_pixels or self.least * area, most), most


@dataclass(frozen=True, slots=True, kw_only=True)
class QwenVideo:
    """A film is looked at `FPS` times a second; two frames share one layer of cells.

    One frame has at most `frame` cells, and all of them together at most `total`.
    """

    cell: int
    least: int
    frame: int
    total: int
    most_frames: int

    def needs(self, item: Media) -> tuple[str, ...]:
        """Need the size, and the duration unless the film is a list of frames."""
        return ("width", "height") if item.frames else ("width", "height", "seconds")

    def bounds(self, item: Media) -> tuple[int, int | None]:  # noqa: ARG002
        """Bound by the cells of all frames."""
        return 1 + EXTRA, None

    def count(self, item: Media) -> Counted:
        """Count a film."""
        width, height = item.width or 0, item.height or 0
        if max(width, height) > MOST_RATIO * min(width, height):
            return refused(f"sides of more than {MOST_RATIO} to 1 are refused")
        frames = item.frames or looked_at(item.seconds or 0, item.fps or FPS, self.most_frames)
        area = self.cell**2
        least = item.min_pixels or self.least * area
        share = min(item.max_pixels or self.frame * area, self.total * area / frames * PAIR)
        columns, rows = cells(width, height, self.cell, (least, max(share, int(least * 1.05))))
        return sure(ceil(frames / PAIR) * columns * rows + EXTRA)


def _around(cells: float) -> float:
    """Give the cells that two sides gain or lose at most when both are rounded."""
    return sqrt(cells) * (sqrt(MOST_RATIO) + 1 / sqrt(MOST_RATIO)) + 1


def cells(width: int, height: int, cell: int, pixels: tuple[float, float]) -> tuple[int, int]:
    """Round an image to whole cells whose pixels lie between the two limits.

    >>> cells(597, 566, 28, (4 * 28**2, 1280 * 28**2))
    (21, 20)
    """
    least, most = pixels
    columns, rows = max(1, round(width / cell)), max(1, round(height / cell))
    if columns * rows * cell**2 > most:
        scale = sqrt(width * height / most)
        return max(1, floor(width / scale / cell)), max(1, floor(height / scale / cell))
    if columns * rows * cell**2 < least:
        scale = sqrt(least / (width * height))
        return ceil(width * scale / cell), ceil(height * scale / cell)
    return columns, rows


def looked_at(seconds: float, fps: float, most: int) -> int:
    """Say how many frames of a film are looked at.

    A last part of a second counts only if it is longer than the time between two frames.

    >>> looked_at(10.2, 2, 2000), looked_at(10.6, 2, 2000), looked_at(0.1, 2, 2000)
    (20, 21, 4)
    """
    whole = int(seconds)
    length = seconds if seconds - whole > 1 / fps else whole
    return int(min(max(length * fps, LEAST_FRAMES), most))


def refused(why: str) -> Counted:
    """Say that the provider takes no such item.

    >>> refused("too long").tokens is None
    True
    """
    return Counted(tokens=None, low=0, high=None, notes=(why,))
