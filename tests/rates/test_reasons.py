from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Context, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cards import rate, tier
from strategies import prices
from tokest.rates.card import Hours, Peak, Prices, Promotion, Rate
from tokest.rates.quotes import Key, Pair, quotes
from tokest.rates.reasons import explain, is_rounded

DAY = date(2026, 11, 24)
PEAK = Peak(
    timezone="UTC", hours=(Hours(start=0, end=60),), days=("mon",), source="https://a.example"
)


def why(found: Rate, ours: str, theirs: str | None, up_to: int | None = None) -> str | None:
    pair = Pair(
        Key("", "", "input"), 0, up_to, Decimal(ours), None if theirs is None else Decimal(theirs)
    )
    return explain(found, quotes(found), DAY, pair)


@pytest.mark.parametrize(
    ("changes", "theirs", "reason"),
    [
        ({}, "3", None),
        ({}, "2", None),
        ({}, None, None),
        ({"disputed": "old there"}, "3", "old there"),
        ({"disputed": "old there"}, "2", None),
        ({"note": "unsure"}, "3", None),
        ({"promotion": Promotion(factor=Decimal("0.5"))}, "1", "the limited-time price, x 0.5"),
        ({"promotion": Promotion(factor=Decimal("0.5"), end=DAY)}, "1", None),
        ({"peak": replace(PEAK, factor=Decimal(2))}, "4", "the price of the peak hours"),
        ({"peak": replace(PEAK, factor=Decimal(2))}, "5", None),
    ],
)
def test_reasons(changes: dict[str, object], theirs: str | None, reason: str | None) -> None:
    found = replace(rate(tier(input=2)), **changes)  # type: ignore[arg-type]
    assert why(found, "2", theirs) == reason


def test_a_peak_price_of_the_tier() -> None:
    own = replace(tier(input=2), peak=Prices(input=Decimal(3)))
    found = replace(rate(own), peak=PEAK)
    assert why(found, "2", "3") == "the price of the peak hours"


def test_one_price_for_all_output() -> None:
    found = rate(tier(input=1, output=3, output_image=60))
    pair = Pair(Key("", "", "output"), 0, None, Decimal(3), Decimal(60))
    reason = explain(found, quotes(found), DAY, pair)
    assert reason == "one price for all output there, that of output_image"
    assert explain(found, quotes(found), DAY, replace(pair, other=Decimal(6))) is None


def test_a_bound_that_is_one_token_off() -> None:
    assert why(rate(tier(input=2)), "2", "3", up_to=1) is not None
    assert why(rate(tier(input=2)), "2", "3", up_to=2) is None


@given(prices(), st.integers(1, 6))
def test_fewer_digits_are_a_rounding_if_they_are_near(ours: Decimal, digits: int) -> None:
    theirs = Context(prec=digits).create_decimal(ours)
    assert is_rounded(ours, theirs) is (abs(ours - theirs) <= ours * Decimal("0.05"))


@given(prices())
def test_a_price_is_its_own_rounding(price: Decimal) -> None:
    assert is_rounded(price, price)
