from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from cards import card, rate, tier
from tokest.errors import AmbiguousModelError, UnknownModelError
from tokest.rates.card import Discount
from tokest.rates.load import builtin_card, parse_card
from tokest.rates.match import find_model

CARD = builtin_card()
PAIRS = [(provider, model) for provider in CARD.providers for model in provider.models]


@pytest.mark.parametrize(
    ("name", "model", "rule"),
    [
        ("qwen-max", "qwen-max", "exact"),
        ("QWEN-MAX", "qwen-max", "exact"),
        ("dashscope/qwen-max", "qwen-max", "exact"),
        ("minimax-m3", "MiniMax-M3", "exact"),
        ("openai/gpt-4o-2024-11-20", "gpt-4o-2024-11-20", "exact"),
        ("gpt-4.1-2025-04-14", "gpt-4.1", "snapshot"),
        ("claude-opus-4-8-20260401", "claude-opus-4-8", "snapshot"),
        ("qwen3.7-flash-0901", "qwen3.7-flash", "snapshot"),
    ],
)
def test_a_name_finds_its_model(name: str, model: str, rule: str) -> None:
    found = find_model(CARD, name)
    assert (found.model.id, found.rule) == (model, rule)


@pytest.mark.parametrize(
    "name",
    [
        "gpt-4o-nano",
        "gpt-5.5-mini",
        "qwen-max-lite",
        "qwen-plus-pro",
        "qwen",
        "",
        "openai/qwen-max",
    ],
)
def test_a_size_is_never_crossed(name: str) -> None:
    with pytest.raises(UnknownModelError):
        find_model(CARD, name)


def test_an_unknown_model_names_the_nearest() -> None:
    with pytest.raises(UnknownModelError, match="nearest: qwen-turbo"):
        find_model(CARD, "qwen-trubo")


def test_a_suggestion_never_crosses_a_size() -> None:
    with pytest.raises(UnknownModelError) as caught:
        find_model(CARD, "gpt-5.5-mini")
    assert caught.value.suggestions == ("gpt-5.4-mini", "gpt-5-mini", "gpt-4.1-mini")


TWO_HOSTS = parse_card(
    """
version: 1
providers:
"""
    + "".join(
        f"""
  - id: {host}
    name: {host}
    aliases: [{host}2]
    default_region: global
    regions: [{{id: global, name: Worldwide}}]
    models:
      - id: shared
        aliases: [same]
        lifecycle: current
        rates: [{{region: global, currency: USD, status: documented, source: https://a.example,
                 checked: 2026-01-01, tiers: [{{input: 1}}]}}]
"""
        for host in ("one", "two")
    ),
    "two.yaml",
)


@pytest.mark.parametrize("name", ["shared", "same"])
def test_a_model_of_two_providers_must_be_told_apart(name: str) -> None:
    with pytest.raises(AmbiguousModelError, match="one/shared, two/shared"):
        find_model(TWO_HOSTS, name)


@pytest.mark.parametrize(("name", "rule"), [("two/shared", "exact"), ("two2/same", "alias")])
def test_a_provider_tells_them_apart(name: str, rule: str) -> None:
    found = find_model(TWO_HOSTS, name)
    assert (found.provider.id, found.rule) == ("two", rule)


def test_every_model_is_found_by_its_own_name_only() -> None:
    found = [find_model(CARD, f"{provider.id}/{model.id}").model for provider, model in PAIRS]
    wrong = [model.id for (_, model), it in zip(PAIRS, found, strict=True) if it is not model]
    assert wrong == []


@pytest.mark.parametrize(
    ("name", "provider", "passed_over"),
    [
        ("kimi-k3", "moonshotai", ("alibaba/kimi-k3",)),
        ("alibaba/kimi-k3", "alibaba", ()),
        ("dashscope/ZHIPU/GLM-5.1", "alibaba", ()),
        ("kimi/kimi-k2.6", "moonshotai", ("alibaba/kimi/kimi-k2.6",)),
        ("kimi-k2.5", "alibaba", ()),
        ("vanchin/deepseek-v3", "alibaba", ()),
        ("openai/gpt-4o", "openai", ()),
        ("qwen/qwen3-max", "alibaba", ()),
    ],
)
def test_a_makers_own_offer_goes_before_its_hosts(
    name: str, provider: str, passed_over: tuple[str, ...]
) -> None:
    found = find_model(CARD, name)
    assert (found.provider.id, found.passed_over) == (provider, passed_over)


@pytest.mark.parametrize("provider", ["bedrock", "azure", "openrouter", "vertex_ai"])
def test_a_host_that_is_not_on_the_card_has_no_price_of_another(provider: str) -> None:
    with pytest.raises(UnknownModelError):
        find_model(CARD, f"{provider}/gpt-4o")


def test_every_bare_name_has_one_meaning() -> None:
    for provider, model in PAIRS:
        for name in (model.id, *model.aliases):
            found = find_model(CARD, name)
            full = f"{provider.id}/{model.id}"
            assert found.model is model or full in found.passed_over, name


@pytest.mark.parametrize("suffix", ["-mini", "-nano", "-lite", "-pro", "-turbo", "-max", "x", ".1"])
def test_no_model_is_found_by_the_beginning_of_another_name(suffix: str) -> None:
    known = {name.lower() for _, model in PAIRS for name in (model.id, *model.aliases)}
    for _, model in PAIRS[len(suffix) :: 5]:
        longer = f"{model.id}{suffix}"
        if longer.lower() not in known and "/" not in longer:  # zhipu/ is a provider, too
            with pytest.raises(UnknownModelError):
                find_model(CARD, longer)


HOSTS = parse_card(
    "version: 1\nproviders:\n"
    + "".join(
        f"  - {{id: {host}, models: [{{id: shared, hosted: true, rates: [{{region: global, "
        "currency: USD, status: documented, source: https://a.example, checked: 2026-01-01, "
        "tiers: [{input: 1}]}]}]}\n"
        for host in ("one", "two")
    ),
    "hosts.yaml",
)


def test_between_two_hosts_nothing_is_chosen() -> None:
    with pytest.raises(AmbiguousModelError, match="say one of one/shared, two/shared"):
        find_model(HOSTS, "shared")


@pytest.mark.parametrize(
    ("glob", "held"),
    [("m1", True), ("M*", True), ("acme/*", True), ("ACME/m?", True), ("other/*", False)],
)
def test_a_discount_holds_what_its_glob_names(glob: str, held: bool) -> None:  # noqa: FBT001  # expected
    offer = Discount(models=glob, factor=Decimal("0.9"), source="an offer")
    own = replace(card(rate(tier(input=1))), discounts=(offer,))
    assert find_model(own, "m1").discounts == ((offer,) if held else ())
