from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokest.prompts.media.rows import RowImage, TileImage, row_tokens
from tokest.prompts.media.values import Media

sides = st.integers(1, 20_000)
model = RowImage(cell=28, edge=1540)
tiled = TileImage(side=448, tile=256, most=6)


def image(width: int, height: int) -> Media:
    return Media(kind="image", where="x", width=width, height=height)


@pytest.mark.parametrize(
    ("width", "height", "tokens"), [(28, 28, 2), (29, 28, 3), (1540, 1540, 55 * 56)]
)
def test_a_row_ends_in_a_mark(width: int, height: int, tokens: int) -> None:
    assert row_tokens(width, height, 28, 1540) == tokens


@given(sides, sides)
def test_an_image_keeps_within_its_square(width: int, height: int) -> None:
    found = model.count(image(width, height)).tokens
    low, high = model.bounds(image(width, height))
    assert found is not None
    assert low <= found <= (high or 0)


def test_several_tiles_have_an_overview() -> None:
    assert tiled.count(image(448, 448)).tokens == 256
    found = tiled.count(image(896, 448))
    assert (found.low, found.tokens, found.high) == (512, 768, 1792)
    assert tiled.count(image(9000, 9000)).tokens == 1792
