from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tokest.errors import InputError
from tokest.plan.planner.prices import TRILLION, model_prices
from tokest.rates.load import builtin_card, parse_card
from tokest.rates.match import find_model

DAY = date(2026, 11, 20)
CARD = """\
version: 1
providers:
  - id: house
    name: House
    default_region: here
    regions: [{id: here, name: Here}]
    models:
      - id: m
        rates:
          - region: here
            currency: USD
            status: documented
            source: https://example.com/prices
            checked: 2026-11-01
            RULE
            tiers:
              - {input: 1, output: PRICE}
"""


def test_prices_are_whole_numbers() -> None:
    prices = model_prices(find_model(builtin_card(), "qwen-plus"), "cn", DAY)
    (first, *_) = prices["live"]["plain"]
    assert first["upTo"] == 128_000
    assert Decimal(first["input"]) / TRILLION == Decimal("0.8")
    assert prices["live"]["thinking"][0]["output"] == str(8 * 10**12)
    assert prices["batch"]["plain"][0]["cacheRead"] == prices["batch"]["plain"][0]["input"]


def test_what_has_no_price_is_null() -> None:
    card = parse_card(CARD.replace("RULE", "note: none").replace("PRICE", "2"), "card.yaml")
    prices = model_prices(find_model(card, "m"), None, DAY)
    assert prices["live"]["plain"][0]["cacheRead"] is None
    assert prices["batch"]["plain"][0]["input"] is None


@pytest.mark.parametrize(
    ("rule", "price", "message"),
    [
        ("marginal: true", "2", "m: the planner knows neither marginal tiers nor minimums"),
        ("minimum: 0.01", "2", "m: the planner knows neither marginal tiers nor minimums"),
        ("note: none", "0.0000000000001", "output: a price of 1E-13 has too many digits"),
    ],
)
def test_what_the_script_does_not_know_is_refused(rule: str, price: str, message: str) -> None:
    card = parse_card(CARD.replace("RULE", rule).replace("PRICE", price), "card.yaml")
    with pytest.raises(InputError, match=message):
        model_prices(find_model(card, "m"), None, DAY)
