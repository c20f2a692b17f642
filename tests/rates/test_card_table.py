from __future__ import annotations

from tokest.rates.card import RateCard
from tokest.rates.load import builtin_card


def test_a_card_is_shown_by_provider_and_not_whole() -> None:
    card = builtin_card()
    rows = card.to_dicts()
    assert [row["provider"] for row in rows] == [one.id for one in card.providers]
    assert rows[0]["models"] == len(card.providers[0].models)
    assert rows[0]["currencies"] == "CNY, USD"
    assert str(rows[0]["checked"]) >= "2026-10-01"
    models = sum(len(one.models) for one in card.providers)
    assert repr(card) == f"<RateCard: {models:,} models of 10 providers>"


def test_an_empty_card_has_no_row() -> None:
    assert RateCard(version=1, providers=()).table().rows == ()
