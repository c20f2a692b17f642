from __future__ import annotations

from datetime import date
from decimal import Decimal

from price_lists import small_card
from tokest.rates.history import history
from tokest.rates.load import builtin_card
from tokest.rates.match import find_model
from tokest.rates.quotes import quotes


def test_each_span_says_what_changed_since_the_one_before() -> None:
    found = history(find_model(small_card(), "large-latest").model)
    assert [
        (past.service, past.start, past.end, past.price, past.amount, past.before, past.percent)
        for past in found
    ] == [
        (None, None, date(2026, 10, 20), "input", Decimal("0.68"), None, None),
        (None, None, date(2026, 10, 20), "output", 2, None, None),
        (None, date(2026, 10, 20), None, "input", Decimal("1.36"), Decimal("0.68"), 100),
        (None, date(2026, 10, 20), None, "output", 4, 2, 100),
        ("flex", None, None, "input", Decimal("0.625"), None, None),
        ("flex", None, None, "output", 2, None, None),
    ]
    assert (found[0].per, found[4].via) == ("1,000,000 tokens", "a list")


def test_a_price_that_was_dropped_is_told() -> None:
    text = history(find_model(small_card(), "large").model)
    assert all(past.amount is not None for past in text)


def test_history_holds_every_price_of_every_model() -> None:
    for owner in builtin_card().providers:
        for model in owner.models:
            told = {(past.region, past.currency, past.service) for past in history(model)}
            assert told == {
                (rate.region, rate.currency, rate.service) for rate in model.rates if quotes(rate)
            }
