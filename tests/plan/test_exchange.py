from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tokest.errors import InputError
from tokest.plan.exchange import Exchange

DAY = date(2026, 11, 20)


def test_an_unknown_amount_stays_unknown() -> None:
    rate = Exchange(base="CNY", quote="USD", rate=Decimal("0.14"), day=DAY)
    assert rate.convert(None) is None


@pytest.mark.parametrize(
    "rate", [Decimal(0), Decimal(-1), Decimal("NaN"), Decimal("Infinity"), 0.14]
)
def test_a_rate_that_cannot_be_is_refused(rate: Decimal) -> None:
    with pytest.raises(InputError, match="exchange rate"):
        Exchange(base="CNY", quote="USD", rate=rate, day=DAY)


def test_a_currency_is_not_converted_to_itself() -> None:
    with pytest.raises(InputError, match="USD to itself"):
        Exchange(base="USD", quote="USD", rate=Decimal(1), day=DAY)
