"""Gemini: tiles of 258 tokens up to 2.5, a grid that fits a budget of tokens from Gemini 3 on.

https://ai.google.dev/gemini-api/docs/media-resolution and .../image-understanding, read 2026-11.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, isqrt
from typing import TYPE_CHECKING, Final

from tokest.prompts.media.values import Counted, sure

if TYPE_CHECKING:
    from decimal import Decimal

    from tokest.prompts.media.values import Media

WHOLE: Final = 384
"""An image with no side longer than this is one tile."""

A4: Final = (210, 297)
LETTER: Final = (216, 279)

PREFIX: Final = "media_resolution_"


@dataclass(frozen=True, slots=True, kw_only=True)
class GeminiTiles:
    """`tile` tokens each for the parts of an image and for the whole of it.

    `low` or `medium` where the resolution says so. Without `parts`, recorded requests show the
    whole alone, though the documents speak of parts.
    """

    tile: int
    low: int
    medium: int
    parts: bool

    def needs(self, item: Media) -> tuple[str, ...]:
        """Need the size, unless the resolution alone decides."""
        return () if resolution(item) in ("low", "medium") else ("width", "height")

    def bounds(self, item: Media) -> tuple[int, int | None]:
        """Bound from below by the low resolution, or by the whole."""
        return self.low if resolution(item) == "low" else self.tile, None

    def count(self, item: Media) -> Counted:
        """Count an image."""
        asked = resolution(item)
        if asked in ("low", "medium"):
            return sure(self.low if asked == "low" else self.medium)
        seen = crops(item.width or 0, item.height or 0)
        if seen == 1:
            return sure(self.tile)
        most = (seen + 1) * self.tile
        if not self.parts:
            note = f"one tile, as recorded; by the documents {seen} tiles"
            return Counted(tokens=self.tile, low=self.tile, high=most, notes=(note,))
        note = "the documents call their rule for tiles a rough one"
        return Counted(tokens=most, low=seen * self.tile, high=most, notes=(note,))


@dataclass(frozen=True, slots=True, kw_only=True)
class GeminiGrid:
    """A grid in the shape of the image, of as many tokens as its resolution's budget allows."""

    default: int
    low: int
    medium: int
    high: int
    ultra_high: int

    def needs(self, item: Media) -> tuple[str, ...]:
        """Need the size of an image; a page is taken to be of usual size."""
        return ("pages",) if item.kind == "document" else ("width", "height")

    def bounds(self, item: Media) -> tuple[int, int | None]:
        """Bound an image by its budget."""
        return 1, self.budget(item) if item.kind == "image" else None

    def budget(self, item: Media) -> int:
        """Find the budget that an item asks for."""
        asked = resolution(item)
        found: int = getattr(self, asked) if asked in RESOLUTIONS else self.default
        return found

    def count(self, item: Media) -> Counted:
        """Count an image, or the pages of a document."""
        budget = self.budget(item)
        times = (item.pages or 0) if item.kind == "document" else 1
        if item.width and item.height:
            return sure(times * grid(item.width, item.height, budget))
        usual = sorted(grid(*size, budget) for size in (A4, LETTER))
        return Counted(
            tokens=times * grid(*A4, budget),
            low=times * usual[0],
            high=times * budget,
            notes=("pages taken to be A4",),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class GeminiVideo:
    """Frames of so many tokens, one a second unless asked otherwise, and the sound with them.

    With a `grid`, a frame takes the cells of its shape that fit the budget.
    """

    frame: int
    low_frame: int
    high_frame: int
    stamp: int
    sound: Decimal
    grid: bool

    def needs(self, item: Media) -> tuple[str, ...]:  # noqa: ARG002  # the same for every film
        """Need the duration."""
        return ("seconds",)

    def bounds(self, item: Media) -> tuple[int, int | None]:  # noqa: ARG002
        """Bound from below by one frame."""
        return self.low_frame if not self.grid else 1, None

    def count(self, item: Media) -> Counted:
        """Count a film: at least its frames, at most with sound."""
        seconds = item.seconds or 0
        frames = item.frames or max(1, ceil(seconds * (item.fps or 1)))
        asked = resolution(item)
        budget = {"low": self.low_frame, "high": self.high_frame}.get(asked or "", self.frame)
        each = budget
        if self.grid and item.width and item.height:
            each = grid(item.width, item.height, budget)
        sound = ceil(seconds * float(self.sound))
        with_stamps = frames * (each + self.stamp)
        return Counted(
            tokens=with_stamps + sound,
            low=frames * each,
            high=frames * (budget + self.stamp) + sound,
            notes=("counted with its sound; a silent film counts for its frames alone",),
        )


RESOLUTIONS: Final = ("low", "medium", "high", "ultra_high")


def resolution(item: Media) -> str | None:
    """Read the resolution that an item asks for, however it is spelled.

    >>> from tokest.prompts.media.values import Media
    >>> resolution(Media(kind="image", where="x", detail="MEDIA_RESOLUTION_HIGH"))
    'high'
    """
    word = (item.detail or "").lower().removeprefix(PREFIX)
    return word if word in RESOLUTIONS else None


def crops(width: int, height: int) -> int:
    """Count the tiles that a larger image is cut into.

    >>> crops(384, 200), crops(960, 540)
    (1, 6)
    """
    if max(width, height) <= WHOLE:
        return 1
    unit = max(1, min(width, height) * 2 // 3)
    return -(-width // unit) * -(-height // unit)


def grid(width: int, height: int, budget: int) -> int:
    """Count the cells of the largest grid of a shape that a budget allows.

    >>> grid(1, 1, 1120), grid(1920, 1080, 1120), grid(210, 297, 560)
    (1089, 1100, 532)
    """
    columns, rows = isqrt(budget * width // height), isqrt(budget * height // width)
    return min(max(columns, 1), budget) * min(max(rows, 1), budget)
