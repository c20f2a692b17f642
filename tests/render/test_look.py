from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrast import ratio
from tokest.render.look import LIMIT, MIDDLE, SERIES, value_axis

AMOUNTS = st.lists(st.floats(1e-6, 1e9), min_size=1, max_size=5)


@pytest.mark.parametrize("colour", [MIDDLE, LIMIT, *SERIES])
def test_colours_are_read_on_white(colour: str) -> None:
    assert ratio(colour, "#ffffff") >= 4.5


@given(values=AMOUNTS)
def test_every_value_has_a_place_within_the_axis(values: list[float]) -> None:
    low, high = value_axis(values)["scale"]["domain"]
    assert low < min(values) <= max(values) < high


@given(values=AMOUNTS)
def test_the_lines_of_an_axis_are_few(values: list[float]) -> None:
    assert len(value_axis(values)["axis"].get("values", [])) <= 17


def test_zero_has_no_place_on_a_scale_of_powers() -> None:
    assert value_axis([0.0, 3.0]) == {"scale": {"zero": True}}
    assert value_axis([]) == {"scale": {"zero": True}}
