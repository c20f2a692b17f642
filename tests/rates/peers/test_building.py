from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from price_lists import DAY, LISTS, read_list
from tokest.errors import FileFormatError
from tokest.rates.card import Prices, Tier
from tokest.rates.dump import dump_card
from tokest.rates.load import parse_card
from tokest.rates.peers import peer_names
from tokest.rates.peers.building import Builder, Entry, Origin, PriceList, service, tiers

ORIGIN = Origin(package="acme", version="2.0", file="acme.json", asked=DAY)


def entry(**changes: object) -> Entry:
    priced = PriceList(tiers=(Tier(prices=Prices(input=Decimal(1))),))
    told: dict[str, object] = {"provider": "acme", "model": "tiny", "lists": (priced,)}
    return Entry(**{**told, **changes})  # type: ignore[arg-type]


def test_a_rate_names_the_list_and_its_version() -> None:
    builder = Builder(ORIGIN, "https://acme.example", DAY)
    builder.add(entry())
    builder.add(entry(model="sourced", source="https://acme.example/prices"))
    (provider,) = builder.peer().card.providers
    rates = [model.rates[0] for model in provider.models]
    assert [(rate.status, rate.via, rate.checked) for rate in rates] == 2 * [
        ("secondary", "acme 2.0", DAY)
    ]
    assert [rate.source for rate in rates] == [
        "https://acme.example/prices",
        "https://acme.example",
    ]


def test_entries_left_out_are_counted() -> None:
    builder = Builder(ORIGIN, "https://acme.example", DAY)
    for one in (entry(), entry(model="TINY"), entry(model="@cf/x"), entry(model="y", lists=())):
        builder.add(one)
    peer = builder.peer()
    assert peer.left_out == (
        ("named twice", 1),
        ("with a name that no model can have", 1),
        ("without a price", 1),
    )
    assert [model.id for model in peer.card.providers[0].models] == ["tiny"]


def test_a_tier_without_a_price_of_its_own_keeps_the_one_below() -> None:
    base = {"input": Decimal(1), "thinking": Decimal(9)}
    found = tiers(base, {100: {"input": Decimal(2)}, 300: {"input": Decimal(3)}})
    assert [(tier.up_to, tier.prices.input, tier.thinking.output) for tier in found] == [
        (100, Decimal(1), Decimal(9)),
        (300, Decimal(2), Decimal(9)),
        (None, Decimal(3), Decimal(9)),
    ]


def test_without_a_base_price_there_are_no_tiers() -> None:
    assert tiers({}, {100: {"input": Decimal(2)}}) == ()


def test_services_have_our_names() -> None:
    assert [service(word) for word in ("batches", "priority", "flex", "Über")] == [
        "batch",
        "fast",
        "flex",
        None,
    ]


@pytest.mark.parametrize("name", peer_names())
def test_a_list_read_is_a_card_that_the_loader_accepts(name: str) -> None:
    card = read_list(name).card
    again = parse_card(dump_card(card), "again.yaml")
    assert again.providers == card.providers


def test_an_alias_means_one_model() -> None:
    builder = Builder(ORIGIN, "https://acme.example", DAY)
    builder.add(entry(model="a", aliases=("b", "c", "@d")))
    builder.add(entry(model="b", aliases=("C", "e")))
    (provider,) = builder.peer().card.providers
    found = [(model.id, model.aliases) for model in provider.models]
    assert found == [("a", ("c",)), ("b", ("e",))]


TOKEN = re.compile(r"[\w.-]+|'[^']*'|\"[^\"]*\"")
ODD = ["null", "true", "-1", "1e999999", "1e99999999999999999999", "9" * 400, "[]", "{}", '"x"',
       "{1: 2}", "[[1]]", '"2026-99-99"', '"2026-02-03"', "0.1", "date(10**30)",
       "'", "f(1)"]  # fmt: skip


@given(st.sampled_from(peer_names()), st.integers(0, 10_000), st.sampled_from(ODD))
def test_a_mutated_list_is_read_as_a_card_or_refused(name: str, place: int, odd: str) -> None:
    text = LISTS[name]
    found = list(TOKEN.finditer(text))
    hit = found[place % len(found)]
    try:
        card = read_list(name, text[: hit.start()] + odd + text[hit.end() :]).card
    except FileFormatError:
        return
    assert parse_card(dump_card(card), "again.yaml").providers == card.providers
