from __future__ import annotations

from datetime import date
from decimal import Decimal

from cards import URL, card, rate, tier
from tokest.rates.card import Discount, RateCard
from tokest.rates.plain import plain_card, read_hours


def test_only_what_is_known_is_laid_out() -> None:
    plain = plain_card(card(rate(tier(up_to=9, input="0.80", thinking={"output": 8}))))
    assert plain == {
        "version": 1,
        "providers": [
            {
                "id": "acme",
                "name": "Acme",
                "default_region": "global",
                "regions": [{"id": "global", "name": "Global"}],
                "models": [
                    {
                        "id": "m1",
                        "rates": [
                            {
                                "region": "global",
                                "currency": "EUR",
                                "status": "documented",
                                "source": URL,
                                "checked": "2026-01-01",
                                "tiers": [
                                    {"up_to": 9, "input": "0.80", "thinking": {"output": "8"}}
                                ],
                            }
                        ],
                    }
                ],
            }
        ],
    }


def test_discounts_stand_beside_the_providers() -> None:
    discount = Discount(models="*", factor=Decimal("0.9"), source="us", end=date(2026, 2, 1))
    plain = plain_card(RateCard(version=1, providers=(), discounts=(discount,)))
    assert plain["discounts"] == [
        {"models": "*", "factor": "0.9", "end": "2026-02-01", "source": "us"}
    ]


def test_hours_are_minutes_of_the_day() -> None:
    hours = read_hours("08:05-24:00")
    assert (hours.start, hours.end) == (485, 1440)
