from __future__ import annotations

import gzip
from datetime import date
from decimal import Decimal

from price_lists import MODELS_DEV, read_list
from tokest.rates.match import find_model


def test_prices_tiers_and_the_day_of_the_last_change() -> None:
    peer = read_list("models-dev")
    large = find_model(peer.card, "mistral/large").model.rates[0]
    assert [(tier.up_to, tier.prices.input, tier.prices.cache_read) for tier in large.tiers] == [
        (128_000, Decimal("0.68"), Decimal("0.07")),
        (None, Decimal(2), Decimal("0.07")),
    ]
    assert (peer.day, large.checked) == (date(2026, 7, 1), date(2026, 7, 1))


def test_the_older_form_of_a_tier() -> None:
    old = find_model(read_list("models-dev").card, "mistral/old").model.rates[0]
    assert [(tier.up_to, tier.prices.input, tier.prices.output) for tier in old.tiers] == [
        (200_000, Decimal(1), Decimal(2)),
        (None, Decimal(3), Decimal(2)),
    ]


def test_thinking_and_the_page_of_the_provider() -> None:
    rate = find_model(read_list("models-dev").card, "alibaba/qwen-plus").model.rates[0]
    assert (rate.tiers[0].thinking.output, rate.region) == (Decimal(4), "intl")
    assert rate.source == "https://a.example/doc"


def test_converted_lists_are_left_out() -> None:
    peer = read_list("models-dev")
    assert peer.left_out == (("converted from another currency", 1),)
    assert [provider.id for provider in peer.card.providers] == ["alibaba", "mistral"]


def test_a_packed_list_is_the_same() -> None:
    packed = read_list("models-dev", gzip.compress(MODELS_DEV.encode()))
    assert packed.card.providers == read_list("models-dev").card.providers
