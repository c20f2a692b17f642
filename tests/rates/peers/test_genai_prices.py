from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from price_lists import GENAI_PRICES, read_list
from tokest.errors import FileFormatError
from tokest.rates.match import find_model


def test_dated_prices_become_spans_and_hours_are_left_out() -> None:
    rates = find_model(read_list("genai-prices").card, "mistral/large").model.rates
    assert [
        (rate.service, rate.start, rate.end, str(rate.tiers[0].prices.input)) for rate in rates
    ] == [
        (None, None, date(2026, 10, 29), "0.68"),
        (None, date(2026, 10, 29), None, "0.7"),
        ("batch", None, date(2026, 10, 29), "0.34"),
        ("batch", date(2026, 10, 29), None, "0.35"),
    ]


def test_names_that_are_met_exactly_are_aliases() -> None:
    assert find_model(read_list("genai-prices").card, "mistral/big").rule == "alias"


def test_the_day_is_that_of_the_last_change() -> None:
    assert read_list("genai-prices").day == date(2026, 10, 29)


def test_tiers() -> None:
    rate = find_model(read_list("genai-prices").card, "mistral/large").model.rates[1]
    assert [(tier.up_to, tier.prices.input, tier.prices.output) for tier in rate.tiers] == [
        (128_000, Decimal("0.7"), Decimal("2.1")),
        (None, 2, Decimal("2.1")),
    ]


def test_nothing_is_run_and_what_is_no_data_is_left_out() -> None:
    peer = read_list("genai-prices")
    assert [provider.id for provider in peer.card.providers] == ["mistral", "xai"]
    assert peer.left_out == (("converted from another currency", 1), ("without a price", 2))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"providers = [", "is not valid Python"),
        (b"other = []", "has no 'providers'"),
        (b"\xff", "is not UTF-8"),
        (GENAI_PRICES.encode() + b"\0", "is not valid Python"),
    ],
)
def test_what_is_no_list_is_one_clear_error(content: bytes, message: str) -> None:
    with pytest.raises(FileFormatError, match=message):
        read_list("genai-prices", content)
