from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cards import card, rate, tier
from strategies import usages
from tokest.rates.price import price
from tokest.units import Usage

MARGINAL = card(rate(tier(1_000, input=4), tier(3_000, input=2), tier(input=1), marginal=True))


@pytest.mark.parametrize(
    ("tokens", "amounts"),
    [
        (1_000, ["0.004"]),
        (1_001, ["0.004", "0.000002"]),
        (3_000, ["0.004", "0.004"]),
        (3_001, ["0.004", "0.004", "0.000001"]),
    ],
)
def test_marginal_tiers_price_what_is_inside_their_bounds(tokens: int, amounts: list[str]) -> None:
    found = price(Usage(input_tokens=tokens), "m1", card=MARGINAL)
    assert [line.amount for line in found.lines] == list(map(Decimal, amounts))
    assert found.tier == "marginal tiers"
    bands = ["1 to 1,000", f"1,001 to {min(tokens, 3_000):,}", "3,001 to 3,001"]
    assert [line.why for line in found.lines] == bands[: len(amounts)]


@given(tokens=st.integers(0, 10_000), more=st.integers(0, 10_000))
def test_a_marginal_cost_never_falls(tokens: int, more: int) -> None:
    less, much = (
        price(Usage(input_tokens=count), "m1", card=MARGINAL).total
        for count in (tokens, tokens + more)
    )
    assert less is not None
    assert much is not None
    assert less <= much


def test_above_the_last_marginal_bound_there_is_no_price() -> None:
    bounded = card(rate(tier(10, input=4), marginal=True))
    found = price(Usage(input_tokens=11), "m1", card=bounded)
    assert [(line.quantity, line.rate) for line in found.lines] == [(10, 4), (1, None)]
    assert (found.status, found.total) == ("partial", None)


def test_images_without_a_price_are_input_and_said_to_be() -> None:
    found = price(
        Usage(input_tokens=100, input_image_tokens=60), "m1", card=card(rate(tier(input=1)))
    )
    assert [(line.unit, line.quantity) for line in found.lines] == [("input", 100)]
    assert "no price for input_image on record: billed as input" in found.assumptions


def test_audio_without_a_price_stays_unpriced() -> None:
    found = price(
        Usage(input_tokens=100, input_audio_tokens=60), "m1", card=card(rate(tier(input=1)))
    )
    assert (found.status, found.problems) == ("partial", ("no price for input_audio on record",))


@pytest.mark.parametrize("unit", ["input_images", "input_video_seconds", "pages", "calls"])
def test_what_is_no_token_is_never_billed_as_input(unit: str) -> None:
    usage = Usage(input_tokens=100, **{unit: 60})  # type: ignore[arg-type]
    found = price(usage, "m1", card=card(rate(tier(input=1))))
    assert (found.status, found.problems) == ("partial", (f"no price for {unit} on record",))
    assert found.lines[0].quantity == 100


MINIMUM = card(rate(tier(input=1_000_000), minimum=Decimal(5)))


@pytest.mark.parametrize(("tokens", "total"), [(0, 0), (1, 5), (4, 5), (5, 5), (6, 6)])
def test_a_request_costs_at_least_the_minimum_if_anything(tokens: int, total: int) -> None:
    assert price(Usage(input_tokens=tokens), "m1", card=MINIMUM).total == total


def test_the_minimum_is_a_line_of_its_own() -> None:
    found = price(Usage(input_tokens=2), "m1", card=MINIMUM)
    assert [(line.unit, line.amount) for line in found.lines] == [
        ("input", Decimal(2)),
        ("minimum", Decimal(3)),
    ]
    least = found.lines[1]
    assert (least.quantity, least.per) == (1, 1)
    assert (least.rate, least.printed) == (Decimal(3), Decimal(3))
    assert least.why == "a request costs at least 5"
    exact = price(Usage(input_tokens=5), "m1", card=MINIMUM)
    assert [line.unit for line in exact.lines] == ["input"]


def test_what_has_no_price_says_what_a_price_would_be_for() -> None:
    found = price(Usage(output_tokens=7), "m1", card=card(rate(tier(input=1))))
    line = found.lines[-1]
    assert (line.unit, line.quantity, line.rate, line.per, line.amount) == (
        "output",
        7,
        None,
        1_000_000,
        None,
    )


def test_images_alone_become_as_many_input_tokens() -> None:
    found = price(
        Usage(input_tokens=60, input_image_tokens=60), "m1", card=card(rate(tier(input=1)))
    )
    assert [(line.unit, line.quantity) for line in found.lines] == [("input", 60)]


@given(usage=usages())
def test_an_unknown_price_never_counts_as_the_minimum(usage: Usage) -> None:
    unknown = card(rate(tier(output=1), minimum=Decimal(5)))
    found = price(usage, "m1", card=unknown)
    assert found.total is None or usage.leaf("input_tokens") == 0
