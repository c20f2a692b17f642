"""Cells in rows, each with a mark at its end (Mistral), and tiles with an overview (Grok)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tokest.prompts.media.values import Counted, sure

if TYPE_CHECKING:
    from tokest.prompts.media.values import Media


@dataclass(frozen=True, slots=True, kw_only=True)
class RowImage:
    """Rows of cells of `cell` pixels a side, of an image made to fit a square of `edge` pixels."""

    cell: int
    edge: int

    def needs(self, item: Media) -> tuple[str, ...]:  # noqa: ARG002  # the same for every image
        """Need the size."""
        return "width", "height"

    def bounds(self, item: Media) -> tuple[int, int | None]:  # noqa: ARG002
        """Bound by one cell and by the whole square."""
        most = -(-self.edge // self.cell)
        return 2, most * (most + 1)

    def count(self, item: Media) -> Counted:
        """Count an image."""
        return sure(row_tokens(item.width or 0, item.height or 0, self.cell, self.edge))


@dataclass(frozen=True, slots=True, kw_only=True)
class TileImage:
    """Tiles of `side` pixels for `tile` tokens each, at most `most`; several have an overview."""

    side: int
    tile: int
    most: int

    def needs(self, item: Media) -> tuple[str, ...]:  # noqa: ARG002  # the same for every image
        """Need the size."""
        return "width", "height"

    def bounds(self, item: Media) -> tuple[int, int | None]:  # noqa: ARG002
        """Bound by one tile and by all of them with the overview."""
        return self.tile, self.tile * (self.most + 1)

    def count(self, item: Media) -> Counted:
        """Count an image."""
        across, down = -(-(item.width or 0) // self.side), -(-(item.height or 0) // self.side)
        seen = min(across * down, self.most)
        if seen == 1:
            return sure(self.tile)
        return Counted(
            tokens=self.tile * (seen + 1),
            low=self.tile * 2,
            high=self.tile * (self.most + 1),
            notes=("how a larger image is cut into tiles is not documented",),
        )


def row_tokens(width: int, height: int, cell: int, edge: int) -> int:
    """Count the cells and the mark at the end of each row.

    >>> row_tokens(128, 128, 28, 1540), row_tokens(3080, 1540, 28, 1540)
    (30, 1568)
    """
    ratio = max(width / edge, height / edge, 1)
    columns = -(-max(1, round(width / ratio)) // cell)
    rows = -(-max(1, round(height / ratio)) // cell)
    return rows * (columns + 1)
