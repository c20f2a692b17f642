from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from price_lists import MODEL_PRICES, read_list
from tokest.errors import FileFormatError
from tokest.rates.match import find_model


def test_intervals_become_spans() -> None:
    peer = read_list("model-prices")
    rates = find_model(peer.card, "mistral/large").model.rates
    assert [(rate.service, rate.start, rate.end) for rate in rates] == [
        (None, None, date(2026, 10, 20)),
        (None, date(2026, 10, 20), None),
        ("flex", None, None),
    ]
    assert (peer.day, rates[1].source) == (date(2026, 10, 26), "https://m.example/prices")


def test_tiers_and_the_cache_of_an_hour() -> None:
    rate = find_model(read_list("model-prices").card, "mistral/large").model.rates[1]
    assert [(tier.up_to, tier.prices.input) for tier in rate.tiers] == [
        (100_000, Decimal("1.36")),
        (None, 3),
    ]
    assert rate.tiers[0].prices.cache_write_1h == Decimal("2.72")


def test_a_thinking_price_is_that_of_the_plain_list() -> None:
    card = read_list("model-prices").card
    assert find_model(card, "deepseek/v4").model.rates[0].tiers[0].thinking.output == 2
    tiered = find_model(card, "mistral/large").model.rates[1]
    assert tiered.tiers[0].thinking.output is None  # which tier it is for is not said


def test_a_withdrawn_price_leaves_a_gap() -> None:
    (rate,) = find_model(read_list("model-prices").card, "mistral/gone").model.rates
    assert rate.end == date(2026, 1, 1)


def test_converted_lists_and_odd_services_are_left_out() -> None:
    content = MODEL_PRICES.replace('"deepseek"', '"zhipuai"').replace('"flex"', '"Flex 2"')
    peer = read_list("model-prices", content)
    assert peer.left_out == (("converted from another currency", 1),)
    (large,) = [model for model in peer.card.providers[0].models if model.id == "large"]
    assert {rate.service for rate in large.rates} == {None}


def test_another_schema_is_refused() -> None:
    with pytest.raises(FileFormatError, match="no list of schema 1"):
        read_list("model-prices", MODEL_PRICES.replace('"schema": 1', '"schema": 2'))
