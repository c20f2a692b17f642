"""The last token of every tier on the card, and the first of the next."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from tokest.rates.card import Provider, RateCard
from tokest.rates.load import builtin_card
from tokest.rates.price import price
from tokest.units import Usage

if TYPE_CHECKING:
    from tokest.rates.card import Model, Rate

CASES = [
    (provider, model, rate, index)
    for provider in builtin_card().providers
    for model in provider.models
    for rate in model.rates
    for index, tier in enumerate(rate.tiers)
    if tier.up_to is not None
]


def one_rate(provider: Provider, model: Model, rate: Rate) -> RateCard:
    """Keep one rate of one model, so that nothing but its tiers can be chosen."""
    alone = Provider(
        id=provider.id,
        name=provider.name,
        default_region=rate.region,
        regions=tuple(region for region in provider.regions if region.id == rate.region),
        models=(type(model)(id=model.id, rates=(rate,)),),
    )
    return RateCard(version=1, providers=(alone,))


@pytest.mark.parametrize(
    ("provider", "model", "rate", "index"),
    [pytest.param(*case, id=f"{case[1].id}-{case[2].region}-{case[3]}") for case in CASES],
)
def test_a_bound_belongs_to_its_tier_and_the_next_token_to_the_next(
    provider: Provider, model: Model, rate: Rate, index: int
) -> None:
    tier, above = rate.tiers[index], [*rate.tiers[index + 1 :], None][0]
    card = one_rate(provider, model, rate)
    bound = tier.up_to or 0
    terms = {"card": card, "service": rate.service, "thinking": False}
    at, over = (
        price(Usage(input_tokens=tokens, output_tokens=1_000_000), model.id, **terms)  # type: ignore[arg-type]
        for tokens in (bound, bound + 1)
    )
    promoted = rate.promotion.factor if rate.promotion else Decimal(1)
    assert [line.rate for line in at.lines] == [
        None if found is None else found * promoted
        for found in (tier.prices.input, tier.prices.output)
    ]
    if above is None:
        assert (over.status, over.total) == ("unpriced", None)
    else:
        expected = (above.prices.input or 0) * (bound + 1) + (above.prices.output or 0) * 1_000_000
        assert over.total == expected * promoted / 1_000_000


def test_there_are_many_bounds() -> None:
    assert len(CASES) > 200
