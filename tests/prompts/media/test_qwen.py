from __future__ import annotations

from math import ceil, floor, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokest.prompts.media.qwen import MOST_RATIO, QwenImage, QwenVideo, cells, looked_at
from tokest.prompts.media.values import HIGH_RESOLUTION, Media

sides = st.integers(1, 20_000)
plus = QwenImage(cell=32, least=4, most=2560, high=16384)
film = QwenVideo(cell=32, least=4, frame=640, total=131072, most_frames=2000)


def image(width: int, height: int, **more: object) -> Media:
    return Media(kind="image", where="x", width=width, height=height, **more)  # type: ignore[arg-type]


def as_documented(width: int, height: int, factor: int, least: int, most: int) -> int:
    """Do what the vendor's page describes, in its own terms."""
    h_bar = max(factor, round(height / factor) * factor)
    w_bar = max(factor, round(width / factor) * factor)
    if h_bar * w_bar > most:
        beta = sqrt(height * width / most)
        h_bar = max(factor, floor(height / beta / factor) * factor)
        w_bar = max(factor, floor(width / beta / factor) * factor)
    elif h_bar * w_bar < least:
        beta = sqrt(least / (height * width))
        h_bar = ceil(height * beta / factor) * factor
        w_bar = ceil(width * beta / factor) * factor
    return h_bar * w_bar // factor**2


@given(sides, sides, st.sampled_from([28, 32]))
def test_cells_are_those_of_the_documents(width: int, height: int, cell: int) -> None:
    least, most = 4 * cell**2, 1280 * cell**2
    columns, rows = cells(width, height, cell, (least, most))
    assert columns * rows == as_documented(width, height, cell, least, most)


@given(sides, sides)
def test_an_image_keeps_within_its_limits(width: int, height: int) -> None:
    item = image(width, height)
    found = plus.count(item).tokens
    low, high = plus.bounds(item)
    if max(width, height) > MOST_RATIO * min(width, height):
        assert found is None
    else:
        assert found is not None
        assert low <= found <= (high or 0)


@given(sides, sides)
def test_high_resolution_never_counts_less(width: int, height: int) -> None:
    plain = plus.count(image(width, height))
    high = plus.count(image(width, height, detail=HIGH_RESOLUTION))
    assert (high.tokens or 0) >= (plain.tokens or 0)


@given(sides, sides)
def test_a_turned_image_counts_the_same(width: int, height: int) -> None:
    assert plus.count(image(width, height)) == plus.count(image(height, width))


@pytest.mark.parametrize(
    ("width", "height", "tokens"), [(1920, 1080, 2042), (1, 1, 6), (8000, 6000, 2496)]
)
def test_images_count_as_the_formula_says(width: int, height: int, tokens: int) -> None:
    assert plus.count(image(width, height)).tokens == tokens


def test_what_others_call_high_detail_is_no_option_of_qwen() -> None:
    large = image(4000, 4000)
    assert plus.count(image(4000, 4000, detail="high")) == plus.count(large)
    assert (plus.count(image(4000, 4000, detail=HIGH_RESOLUTION)).tokens or 0) > 15_000


def test_the_request_may_set_the_limits() -> None:
    assert plus.count(image(1920, 1080, max_pixels=1024 * 1024)).tokens == 1010
    assert plus.count(image(64, 64, min_pixels=1024 * 1024)).tokens == 1026
    assert plus.count(image(9000, 9000, max_pixels=10**9)).tokens == 16_386


@pytest.mark.parametrize(
    ("seconds", "fps", "frames"), [(10, 2, 20), (0.2, 2, 4), (10_000, 2, 2000), (10.9, 2, 21)]
)
def test_frames_are_taken_so_often(seconds: float, fps: float, frames: int) -> None:
    assert looked_at(seconds, fps, 2000) == frames


def test_two_frames_share_their_cells() -> None:
    item = Media(kind="video", where="x", width=640, height=480, seconds=10.0)
    assert film.count(item).tokens == 10 * 20 * 15 + 2


def test_a_list_of_frames_needs_no_duration() -> None:
    item = Media(kind="video", where="x", width=640, height=480, frames=5)
    assert film.needs(item) == ("width", "height")
    assert film.count(item).tokens == 3 * 20 * 15 + 2


@given(st.integers(500, 10_000), st.integers(500, 10_000), st.floats(0.1, 100_000))
def test_a_film_keeps_within_its_total(width: int, height: int, seconds: float) -> None:
    item = Media(kind="video", where="x", width=width, height=height, seconds=seconds)
    assert (film.count(item).tokens or 0) <= 131072 + 2
