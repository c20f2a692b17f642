from __future__ import annotations

from decimal import Decimal
from math import floor, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokest.prompts.media.gemini import GeminiGrid, GeminiTiles, GeminiVideo, crops, grid
from tokest.prompts.media.values import Media

sides = st.integers(1, 10_000)
tiled = GeminiTiles(tile=258, low=64, medium=256, parts=True)
whole = GeminiTiles(tile=258, low=64, medium=256, parts=False)
grids = GeminiGrid(default=1120, low=280, medium=560, high=1120, ultra_high=2240)
pages = GeminiGrid(default=560, low=280, medium=560, high=1120, ultra_high=2240)
old_film = GeminiVideo(
    frame=258, low_frame=64, high_frame=258, stamp=5, sound=Decimal(32), grid=False
)
new_film = GeminiVideo(
    frame=70, low_frame=70, high_frame=280, stamp=0, sound=Decimal(25), grid=True
)


def image(width: int, height: int, detail: str | None = None) -> Media:
    return Media(kind="image", where="x", width=width, height=height, detail=detail)


@pytest.mark.parametrize(
    ("width", "height", "tokens"),
    [(128, 128, 258), (384, 384, 258), (960, 540, 7 * 258), (1024, 1024, 5 * 258)],
)
def test_tiles_are_those_of_the_documents(width: int, height: int, tokens: int) -> None:
    assert tiled.count(image(width, height)).tokens == tokens


def test_the_whole_may_be_all_that_counts() -> None:
    found = whole.count(image(960, 540))
    assert (found.low, found.tokens, found.high) == (258, 258, 7 * 258)
    assert whole.bounds(image(960, 540)) == (258, None)


def test_a_low_resolution_needs_no_size() -> None:
    item = Media(kind="image", where="x", detail="MEDIA_RESOLUTION_LOW")
    assert tiled.needs(item) == ()
    assert tiled.count(item).tokens == 64


@given(sides, sides)
def test_larger_images_have_several_tiles(width: int, height: int) -> None:
    assert (crops(width, height) == 1) == (max(width, height) <= 384)
    found = tiled.count(image(width, height))
    assert found.low <= (found.tokens or 0) <= (found.high or 0)


@given(sides, sides, st.sampled_from([70, 280, 560, 1120, 2240]))
def test_a_grid_keeps_within_its_budget(width: int, height: int, budget: int) -> None:
    found = grid(width, height, budget)
    assert 1 <= found <= budget
    columns = floor(sqrt(budget * width / height) + 1e-9)
    rows = floor(sqrt(budget * height / width) + 1e-9)
    if columns and rows:
        assert found == columns * rows


def test_a_resolution_has_its_budget() -> None:
    assert grids.count(image(1920, 1080)).tokens == 1100
    assert grids.count(image(1920, 1080, "media_resolution_low")).tokens == 264
    assert grids.count(image(1920, 1080, "ultra_high")).tokens == 2205
    assert grids.count(image(1920, 1080, "unspecified")).tokens == 1100


def test_pages_count_by_their_shape() -> None:
    letter = Media(kind="document", where="x", pages=3, width=612, height=792)
    assert pages.count(letter).tokens == 3 * 520
    unknown = pages.count(Media(kind="document", where="x", pages=2))
    assert (unknown.low, unknown.tokens, unknown.high) == (2 * 520, 2 * 532, 2 * 560)
    assert "A4" in unknown.notes[0]


def test_a_film_counts_with_its_sound_and_at_least_without() -> None:
    item = Media(kind="video", where="x", seconds=10.0)
    found = old_film.count(item)
    assert (found.low, found.tokens, found.high) == (2580, 2950, 2950)
    assert old_film.count(Media(kind="video", where="x", seconds=10.0, fps=0.5)).tokens == 1635


def test_a_frame_of_known_size_counts_its_cells() -> None:
    wide = Media(kind="video", where="x", seconds=10.0, width=1920, height=1080)
    assert new_film.count(wide).tokens == 10 * 66 + 250
    assert new_film.count(Media(kind="video", where="x", seconds=10.0)).tokens == 950
