from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from price_lists import small_card
from strategies import prices
from tokest.rates.load import builtin_card
from tokest.rates.match import find_model
from tokest.rates.quotes import Key, Quote, align, per, quotes
from tokest.units import UNITS

INPUT = Key("", "", "input")

BUILTIN = [
    rate for owner in builtin_card().providers for model in owner.models for rate in model.rates
]


@st.composite
def tiered(draw: st.DrawFn) -> tuple[Quote, ...]:
    """Draw the tiers of one price."""
    bounds = sorted(draw(st.sets(st.integers(1, 50), max_size=4)))
    return tuple(
        Quote(INPUT, over, up_to, draw(prices()))
        for over, up_to in zip([0, *bounds], [*bounds, None], strict=True)
    )


def at(found: tuple[Quote, ...], tokens: int) -> Decimal:
    return next(
        each.amount
        for each in found
        if each.over < tokens and (each.up_to is None or tokens <= each.up_to)
    )


def test_tiers_and_modes_are_told_apart() -> None:
    rate = find_model(small_card(), "qwen-plus").model.rates[0]
    assert [(str(each.key), each.over, each.up_to, str(each.amount)) for each in quotes(rate)] == [
        ("input", 0, 256_000, "0.4"),
        ("output", 0, 256_000, "1.2"),
        ("thinking output", 0, 256_000, "4"),
        ("input", 256_000, None, "1.2"),
        ("output", 256_000, None, "3.6"),
        ("thinking output", 256_000, None, "12"),
    ]


def test_cache_prices_by_factor_are_worked_out() -> None:
    rate = next(rate for rate in BUILTIN if rate.cache and rate.cache.read is not None
                and rate.tiers[0].prices.cache_read is None)  # fmt: skip
    (found,) = [each for each in quotes(rate) if each.key == Key("", "", "cache_read")][:1]
    assert rate.cache is not None
    assert rate.cache.read is not None
    assert rate.tiers[0].prices.input is not None
    assert found.amount == rate.cache.read * rate.tiers[0].prices.input


@pytest.mark.parametrize("rate", BUILTIN[::40])
def test_a_rate_beside_itself_is_the_same(rate: object) -> None:
    found = quotes(rate)  # type: ignore[arg-type]
    assert all(pair.one == pair.other for pair in align(found, found))
    assert {pair.key for pair in align(found, ())} == {each.key for each in found}


@given(tiered(), tiered(), st.integers(1, 60))
def test_pairs_say_what_each_side_says(
    one: tuple[Quote, ...], other: tuple[Quote, ...], tokens: int
) -> None:
    (pair,) = [
        pair
        for pair in align(one, other)
        if pair.over < tokens and (pair.up_to is None or tokens <= pair.up_to)
    ]
    assert (pair.one, pair.other) == (at(one, tokens), at(other, tokens))


@given(tiered(), tiered())
def test_pairs_are_as_wide_as_they_can_be(one: tuple[Quote, ...], other: tuple[Quote, ...]) -> None:
    pairs = align(one, other)
    assert (pairs[0].over, pairs[-1].up_to) == (0, None)
    assert {pair.key for pair in pairs} == {INPUT}
    for low, high in pairwise(pairs):
        assert low.up_to == high.over
        assert (low.one, low.other) != (high.one, high.other)


def test_past_the_last_tier_a_price_is_unknown() -> None:
    short = (Quote(INPUT, 0, 100, Decimal(1)),)
    endless = (Quote(INPUT, 0, None, Decimal(1)),)
    assert [(pair.label(), pair.up_to, pair.one, pair.other) for pair in align(short, endless)] == [
        ("input", 100, Decimal(1), Decimal(1)),
        ("input over 100", None, None, Decimal(1)),
    ]


def test_every_unit_says_how_many_it_is_for() -> None:
    assert all(per(unit.name) for unit in UNITS)
