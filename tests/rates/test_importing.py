from __future__ import annotations

import pytest

from price_lists import read_list, small_card
from tokest.rates.importing import Wanted, import_peer
from tokest.rates.load import builtin_card, overlay, parse_card
from tokest.rates.match import find_model
from tokest.rates.peers import peer_names


def test_only_models_that_the_card_lacks_unless_asked() -> None:
    card, peer = small_card(), read_list("litellm")
    new = import_peer(card, peer, Wanted())
    assert (new.models, new.known) == (2, 4)
    every = import_peer(card, peer, Wanted(known=True))
    assert (every.models, every.known) == (6, 0)


@pytest.mark.parametrize("name", peer_names())
def test_what_is_imported_is_read_back_with_its_provenance(name: str) -> None:
    made = import_peer(small_card(), read_list(name), Wanted(known=True))
    card = parse_card(made.text, "imported.yaml")
    rates = [rate for owner in card.providers for model in owner.models for rate in model.rates]
    assert sum(len(owner.models) for owner in card.providers) == made.models
    assert rates
    assert {(rate.status, rate.via) for rate in rates} == {("secondary", f"{name} 1.0")}
    assert made.text.startswith(f"# Prices of {name} 1.0 for {made.models} models")


def test_a_file_laid_over_the_card_keeps_what_the_card_says_of_a_provider() -> None:
    text = import_peer(builtin_card(), read_list("litellm"), Wanted(known=True)).text
    both = overlay(builtin_card(), parse_card(text, "imported.yaml"))
    owners = {owner.id: owner for owner in both.providers}
    assert owners["alibaba"].default_region == "intl"
    assert owners["alibaba"].name == "Alibaba Cloud Model Studio"
    assert find_model(both, "qwen-max").model.rates[0].region == "cn"
    assert find_model(both, "acme/small").model.hosted


def test_the_head_says_what_was_left_out() -> None:
    head = import_peer(small_card(), read_list("litellm"), Wanted()).text.partition("version:")[0]
    assert "# Not in here: 4 models that the card prices already.\n" in head
    assert "# Left out of the list, without a price: 1.\n" in head


@pytest.mark.parametrize(
    ("wanted", "models"),
    [
        (Wanted(providers=("dashscope",), known=True), 0),
        (Wanted(providers=("alibaba",), known=True), 2),
        (Wanted(models="*/Vox*"), 1),
        (Wanted(models="small"), 1),
        (Wanted(models="none"), 0),
    ],
)
def test_models_are_chosen_by_provider_and_name(wanted: Wanted, models: int) -> None:
    assert import_peer(small_card(), read_list("litellm"), wanted).models == models
