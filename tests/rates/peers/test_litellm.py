from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from price_lists import DAY, LITELLM, read_list
from tokest.errors import FileFormatError

if TYPE_CHECKING:
    from tokest.rates.card import Rate

MODELS = {
    f"{provider.id}/{model.id}": model
    for provider in read_list("litellm").card.providers
    for model in provider.models
}


def rates(name: str) -> dict[str | None, Rate]:
    return {rate.service: rate for rate in MODELS[name].rates}


def test_providers_have_our_names_and_models_lose_theirs() -> None:
    assert set(MODELS) == {
        "alibaba/qwen-max", "alibaba/qwen-plus", "mistral/large", "mistral/voxtral",
        "deepseek/v4", "acme/small",
    }  # fmt: skip


def test_prices_are_exact_and_per_million() -> None:
    found = rates("alibaba/qwen-max")
    assert found[None].tiers[0].prices.input == Decimal("1.2")
    assert found["batch"].tiers[0].prices.input == Decimal("0.8")
    assert (found[None].region, found[None].source) == ("intl", "https://l.example")
    assert rates("deepseek/v4")[None].tiers[0].prices.output == Decimal("1.3")
    assert rates("acme/small")[None].tiers[0].prices.input == Decimal("0.01")


def test_tiers_in_either_form() -> None:
    plus = rates("alibaba/qwen-plus")[None].tiers
    assert [(tier.up_to, tier.prices.output, tier.thinking.output) for tier in plus] == [
        (256_000, Decimal("1.2"), Decimal(4)),
        (None, Decimal(4), Decimal(12)),
    ]
    deep = rates("deepseek/v4")[None].tiers
    assert [(tier.up_to, tier.prices.input) for tier in deep] == [
        (200_000, Decimal(1)),
        (None, Decimal(3)),
    ]


def test_seconds_are_those_of_the_mode() -> None:
    prices = rates("mistral/voxtral")[None].tiers[0].prices
    assert (prices.input_audio_seconds, MODELS["mistral/voxtral"].kind) == (
        Decimal("0.0001"),
        "asr",
    )


def test_zero_is_unknown_and_text_is_no_price() -> None:
    assert rates("deepseek/v4")[None].tiers[0].prices.cache_write is None
    assert read_list("litellm").left_out == (
        ("with a name that no model can have", 1),
        ("without a price", 1),
        ("without a provider", 1),
    )


def test_the_day_of_reading_stands_in() -> None:
    assert read_list("litellm").day == DAY


@pytest.mark.parametrize("content", ["", "[]", "{", "[" * 100_000, "\x1f\x8b"])
def test_what_is_no_list_is_one_clear_error(content: str) -> None:
    with pytest.raises(FileFormatError, match=r"^list: "):
        read_list("litellm", content.encode("latin-1"))


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@given(key=st.sampled_from(sorted(json.loads(LITELLM))), value=JSON, field=st.sampled_from([
    "litellm_provider", "mode", "source", "tiered_pricing", "input_cost_per_token",
    "input_cost_per_token_above_200k_tokens", "output_cost_per_token_flex",
]))  # fmt: skip
def test_odd_values_are_left_out(key: str, value: object, field: str) -> None:
    content = json.loads(LITELLM)
    content[key][field] = value
    assert read_list("litellm", json.dumps(content)).card.version == 1
