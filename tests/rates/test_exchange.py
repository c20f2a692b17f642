from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tokest.errors import InputError
from tokest.rates.card import ExchangeRate, RateCard
from tokest.rates.exchange import find_exchange

DAYS = {date(2026, 10, 1): "0.14", date(2026, 11, 1): "0.15"}
CARD = RateCard(
    version=1,
    providers=(),
    exchange=tuple(
        ExchangeRate(base="CNY", quote="USD", rate=Decimal(rate), day=day)
        for day, rate in DAYS.items()
    ),
)


@pytest.mark.parametrize(
    ("day", "rate"),
    [
        (date(2026, 10, 1), "0.14"),
        (date(2026, 10, 31), "0.14"),
        (date(2026, 11, 1), "0.15"),
        (None, "0.15"),
    ],
)
def test_the_day_chooses_the_rate(day: date | None, rate: str) -> None:
    assert find_exchange(CARD, "CNY", "USD", day).rate == Decimal(rate)


def test_before_the_first_day_nothing_is_known() -> None:
    with pytest.raises(InputError) as error:
        find_exchange(CARD, "CNY", "USD", date(2026, 9, 30))
    what = "CNY to USD is known from 2026-10-01 on, not on 2026-09-30"
    assert (error.value.where, error.value.what) == ("exchange", what)


def test_no_rate_is_turned_around() -> None:
    with pytest.raises(InputError) as error:
        find_exchange(CARD, "USD", "CNY")
    what = "no rate of USD to CNY (there is: CNY to USD)"
    assert (error.value.where, error.value.what) == ("exchange", what)


def test_the_rates_that_there_are_are_named() -> None:
    euro = ExchangeRate(base="EUR", quote="USD", rate=Decimal("1.1"), day=date(2026, 11, 1))
    both = replace(CARD, exchange=(euro, *CARD.exchange))
    with pytest.raises(InputError, match=r"\(there is: CNY to USD, EUR to USD\)"):
        find_exchange(both, "USD", "EUR")
    with pytest.raises(InputError, match=r"\(there is: none\)"):
        find_exchange(replace(CARD, exchange=()), "USD", "EUR")
