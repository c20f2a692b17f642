"""What must hold for `data/pricing.yaml` beyond its format."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from tokest.rates.load import builtin_card
from tokest.resources import data_file
from tokest.units import UNITS

CARD = builtin_card()
MODELS = [(provider, model) for provider in CARD.providers for model in provider.models]
RATES = [(model.id, rate) for _, model in MODELS for rate in model.rates]


def test_models_are_sorted() -> None:
    for provider in CARD.providers:
        names = [model.id.lower() for model in provider.models]
        assert all(first < second for first, second in pairwise(names)), provider.id


def test_no_figure_was_checked_in_the_future() -> None:
    today = datetime.now(UTC).date()
    assert [name for name, rate in RATES if rate.checked > today] == []


def test_a_batch_costs_no_more_than_a_call() -> None:
    assert [name for name, rate in RATES if rate.batch and rate.batch.factor > 1] == []


def test_reading_from_the_cache_costs_no_more_than_plain_input() -> None:
    dear = [
        name
        for name, rate in RATES
        for tier in rate.tiers
        if tier.prices.cache_read is not None
        and tier.prices.input is not None
        and tier.prices.cache_read > tier.prices.input
    ]
    assert dear == []


def test_prices_never_fall_from_tier_to_tier() -> None:
    falling = [
        name
        for name, rate in RATES
        for low, high in pairwise(rate.tiers)
        if (low.prices.input or 0) > (high.prices.input or 0)
    ]
    assert falling == []


def test_numbers_are_written_as_vendors_print_them() -> None:
    text = data_file("pricing.yaml").read_text("utf-8")
    prices = re.findall(r"(?:input|output|cache_\w+): ([^,}\s]+)", text)
    assert len(prices) > 500
    assert [price for price in prices if not re.fullmatch(r"\d+(\.\d{1,6})?", price)] == []


@pytest.mark.parametrize(
    "name",
    [
        *("qwen-turbo", "qwen-flash", "qwen-plus", "qwen-max", "qwq-plus", "qwen3-coder-plus"),
        *("qwen3-max", "qwen3.5-plus", "qwen3.6-plus", "qwen3.7-flash", "qwen3.7-plus"),
        *("qwen3.8-flash", "qwen3.8-max"),
    ],
)
def test_the_main_qwen_models_have_both_price_lists(name: str) -> None:
    (model,) = (model for provider, model in MODELS if model.id == name)
    assert {(rate.region, rate.currency) for rate in model.rates} >= {
        ("cn", "CNY"),
        ("intl", "USD"),
    }


def test_ten_providers_are_on_the_card() -> None:
    assert [provider.id for provider in CARD.providers] == [
        "alibaba", "openai", "anthropic", "google", "deepseek",
        "moonshotai", "zai", "minimax", "mistral", "xai",
    ]  # fmt: skip


def test_a_model_of_another_maker_on_the_card_is_marked() -> None:
    """A host that sells what its maker sells, too, must not make the bare name ambiguous."""
    makers = {model.id.lower(): provider.id for provider, model in MODELS if not model.hosted}
    hosted = [model.id for _, model in MODELS if model.hosted]
    assert len(hosted) > 50
    assert [name for name in hosted if makers.get(name.lower()) == "alibaba"] == []


def test_a_list_of_several_currencies_has_a_preferred_one() -> None:
    preferred = {
        (provider.id, region.id): region.currency
        for provider in CARD.providers
        for region in provider.regions
    }
    for provider, model in MODELS:
        for region in {rate.region for rate in model.rates}:
            currencies = {rate.currency for rate in model.rates if rate.region == region}
            if len(currencies) > 1:
                assert preferred[provider.id, region] in currencies, model.id


def test_every_source_names_its_page_and_day() -> None:
    assert {rate.status for _, rate in RATES} == {"documented", "secondary"}
    assert [name for name, rate in RATES if not rate.source.startswith("https://")] == []


def test_inner_units_are_priced_beside_their_outer_one() -> None:
    """A price of cached input or of images in it makes no sense without one of input."""
    lonely = [
        name
        for name, rate in RATES
        for tier in rate.tiers
        if tier.prices.input is None
        and any(
            getattr(tier.prices, unit.name) is not None for unit in UNITS if unit.split == "cache"
        )
    ]
    assert lonely == []
