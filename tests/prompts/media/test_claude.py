from __future__ import annotations

from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokest.prompts.media.claude import ClaudeImage, visual_tokens
from tokest.prompts.media.values import Media

sides = st.integers(1, 8000)


@pytest.mark.parametrize(
    ("width", "height", "standard", "high"),
    [
        (200, 200, 64, 64),
        (1000, 1000, 1296, 1296),
        (1092, 1092, 1521, 1521),
        (1920, 1080, 1560, 2691),
        (3840, 2160, 1560, 4784),
    ],
)
def test_images_count_as_the_documents_say(
    width: int, height: int, standard: int, high: int
) -> None:
    assert visual_tokens(width, height, 1568, 1568) == standard
    assert visual_tokens(width, height, 2576, 4784) == high


@given(sides, sides)
def test_an_image_keeps_within_its_limits(width: int, height: int) -> None:
    found = visual_tokens(width, height, 1568, 1568)
    assert 1 <= found <= 1568
    assert found <= visual_tokens(width, height, 2576, 4784)
    whole = ceil(width / 28) * ceil(height / 28)
    assert found == whole or whole > 1568 or max(width, height) > 1568


@given(sides, sides)
def test_no_longer_side_would_fit(width: int, height: int) -> None:
    def by_trying() -> int:
        long, short = max(width, height), min(width, height)
        for side in range(min(long, 1568), 0, -1):
            other = max(1, int(short * side / long + 0.5))
            if ceil(side / 28) * ceil(other / 28) <= 1568:
                return ceil(side / 28) * ceil(other / 28)
        return 1

    assert visual_tokens(width, height, 1568, 1568) == by_trying()


def test_a_formula_needs_the_size() -> None:
    model = ClaudeImage(edge=1568, most=1568)
    item = Media(kind="image", where="x", width=540, height=360)
    assert model.needs(item) == ("width", "height")
    assert model.bounds(item) == (1, 1568)
    assert model.count(item).tokens == 260
