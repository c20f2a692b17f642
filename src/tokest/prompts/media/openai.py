"""OpenAI: tiles of 512 pixels in the older models, patches of 32 pixels in the newer ones.

https://developers.openai.com/api/docs/guides/images-vision, read 2026-11.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, sqrt
from typing import TYPE_CHECKING, Final, Literal

from tokest.prompts.media.values import Counted, sure

if TYPE_CHECKING:
    from decimal import Decimal

    from tokest.prompts.media.values import Media

TILE, LONG, SHORT = 512, 2048, 768
PATCH: Final = 32
MOST_TILES: Final = 2 * 4
"""An image within 768 x 2048 pixels takes at most two rows of four tiles."""

CHAT_MARK: Final = 1
"""What chat completions add to an image in patches, and Responses do not: recorded of gpt-4.1-mini,
gpt-4.1-nano and o4-mini (https://community.openai.com/t/1262691, and a request of 515 tokens), and
said of four models of GPT-5 (https://community.openai.com/t/1377015), where it widens the range."""

LOW_SIDE: Final = 512
"""In low detail the model sees an image that fits into a square of this side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAITiles:
    """A base, and so much for each tile of an image that is first made to fit."""

    base: int
    tile: int

    def needs(self, item: Media) -> tuple[str, ...]:
        """Need the size, unless detail is low."""
        return () if item.detail == "low" else ("width", "height")

    def bounds(self, item: Media) -> tuple[int, int | None]:  # noqa: ARG002
        """Bound by the base alone and by eight tiles."""
        return self.base, self.base + MOST_TILES * self.tile

    def count(self, item: Media) -> Counted:
        """Count an image."""
        if item.detail == "low":
            return sure(self.base)
        return sure(self.base + self.tile * tiles(item.width or 0, item.height or 0))


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAIPatches:
    """`multiplier` tokens a patch; a larger image is made to fit the budget of its detail.

    `original` is the budget of that detail (``None``: it has none), `auto` the detail that is
    taken where none is asked for, and `edge` the longest side that the documents name for high
    detail but measurements do not show. `low` says whether low detail does anything, and
    `documented` is a multiplier that the documents name against what was measured. `marked` says
    whether `CHAT_MARK` was recorded of the models.
    """

    multiplier: Decimal
    high: int
    auto: Literal["high", "original"]
    low: bool
    original: int | None = None
    edge: int | None = None
    documented: Decimal | None = None
    marked: bool = False

    def needs(self, item: Media) -> tuple[str, ...]:  # noqa: ARG002  # the same for every image
        """Need the size."""
        return "width", "height"

    def bounds(self, item: Media) -> tuple[int, int | None]:
        """Bound by one patch and by the budget of the detail."""
        budget = self.original if self._detail(item) == "original" else self.high
        mark = _mark(item)
        most = None if budget is None else ceil(budget * self._dearest()) + mark
        return self._tokens(1) + mark * self.marked, most

    def count(self, item: Media) -> Counted:
        """Count an image."""
        found, mark = self._unmarked(item), _mark(item)
        if not mark:
            return found
        sure_mark = mark * self.marked
        return Counted(
            tokens=(found.tokens or 0) + sure_mark,
            low=found.low + sure_mark,
            high=(found.high or 0) + mark,
            notes=found.notes,
        )

    def _unmarked(self, item: Media) -> Counted:
        width, height = item.width or 0, item.height or 0
        detail = self._detail(item)
        if detail == "low":
            return self._low(width, height)
        if detail == "original":
            return self._around(width, height, patches(width, height, self.original), None)
        return self._around(width, height, patches(width, height, self.high), self.edge)

    def _detail(self, item: Media) -> str:
        """Find the detail that is taken: not every model knows every one."""
        knows_original = self.original is not None or self.auto == "original"
        known = {"high": True, "low": self.low, "original": knows_original}
        asked = item.detail or self.auto
        if asked == "auto":
            return self.auto
        return asked if known.get(asked) else "high"

    def _dearest(self) -> Decimal:
        return max(self.multiplier, self.documented or self.multiplier)

    def _low(self, width: int, height: int) -> Counted:
        seen = patches(*fit(width, height, LOW_SIDE), None)
        return Counted(
            tokens=self._tokens(seen),
            low=self._tokens(seen),
            high=self._tokens((LOW_SIDE // PATCH) ** 2),
            notes=("low detail: the documents give the size that is seen, not its tokens",),
        )

    def _around(self, width: int, height: int, seen: int, edge: int | None) -> Counted:
        tokens = self._tokens(seen)
        notes, low, high = [], tokens, tokens
        if edge is not None and max(width, height) > edge:
            low = min(low, self._tokens(patches(*fit(width, height, edge), self.high)))
            notes.append(f"the documents also name a longest side of {edge} pixels")
        if self.documented is not None:
            high = max(high, ceil(seen * self._dearest()))
            notes.append(
                f"{self.multiplier} tokens a patch as measured; documented: {self.documented}"
            )
        return Counted(tokens=tokens, low=low, high=high, notes=tuple(notes))

    def _tokens(self, seen: int) -> int:
        return ceil(seen * self.multiplier)


def tiles(width: int, height: int) -> int:
    """Count the tiles of an image made to fit 2,048 pixels and a short side of 768.

    >>> tiles(1024, 1024), tiles(2048, 4096), tiles(512, 512)
    (4, 6, 1)
    """
    long, short = max(width, height), min(width, height)
    scale = min(Fraction(1), Fraction(LONG, long), Fraction(SHORT, short))
    return ceil(width * scale / TILE) * ceil(height * scale / TILE)


def patches(width: int, height: int, budget: int | None) -> int:
    """Count the patches of an image made to fit a budget of them.

    A larger image is shrunk to the budget's area, and then so far that one side is whole patches.

    >>> patches(1024, 1024, 1536), patches(1800, 2400, 1536), patches(4032, 3024, None)
    (1024, 1452, 11970)
    """
    seen = ceil(Fraction(width, PATCH)) * ceil(Fraction(height, PATCH))
    if budget is None or seen <= budget:
        return seen
    shrink = sqrt(budget * PATCH**2 / (width * height))
    columns, rows = width * shrink / PATCH, height * shrink / PATCH
    if columns < 1 or rows < 1:  # a sliver: one row of as many patches as there may be
        return budget
    again = min(floor(columns) / columns, floor(rows) / rows)
    return _whole(columns * again) * _whole(rows * again)


def fit(width: int, height: int, side: int) -> tuple[int, int]:
    """Shrink an image until it fits into a square.

    >>> fit(2560, 1440, 2048), fit(100, 50, 512)
    ((2048, 1152), (100, 50))
    """
    long = max(width, height)
    if long <= side:
        return width, height
    return max(1, width * side // long), max(1, height * side // long)


def _mark(item: Media) -> int:
    return CHAT_MARK if item.api == "chat" else 0


def _whole(number: float) -> int:
    """Round up, but not for an error in the last digits."""
    return ceil(number - 1e-9)
