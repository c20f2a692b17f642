from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tokest.render.bars import WIDTH, bar, span

NUMBERS = st.floats(-1e9, 1e9)


@given(likely=NUMBERS, high=NUMBERS, most=NUMBERS)
def test_a_bar_is_never_wider_than_its_place(likely: float, high: float, most: float) -> None:
    assert len(str(bar(likely, high, most))) <= WIDTH


@given(ends=st.tuples(NUMBERS, NUMBERS, NUMBERS, NUMBERS).map(sorted))
def test_a_span_fills_its_place_and_is_seen(ends: list[float]) -> None:
    least, low, high, most = ends
    drawn = str(span(low, high, least, most))
    assert len(drawn) == WIDTH
    assert "█" in drawn


def test_a_bar_shows_the_likely_and_the_high() -> None:
    assert str(bar(1, 1.5, 2)) == "█" * 12 + "▒" * 6
    assert str(bar(0, 0, 0)) == ""
    assert str(span(1, 2, 0, 4)) == "·" * 6 + "█" * 6 + "·" * 12
