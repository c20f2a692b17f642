"""The dated exchange rates that a user's rate card brings; tokest has none of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokest.errors import InputError

if TYPE_CHECKING:
    from datetime import date

    from tokest.rates.card import ExchangeRate, RateCard


def find_exchange(card: RateCard, base: str, quote: str, day: date | None = None) -> ExchangeRate:
    """Give the rate from one currency to another that held on a day, or the newest one.

    Raises
    ------
    InputError
        when the card has no such rate: none is inverted or chained.

    Examples
    --------
    >>> from datetime import date
    >>> from decimal import Decimal
    >>> from tokest.rates.card import ExchangeRate, RateCard
    >>> rate = ExchangeRate(base="CNY", quote="USD", rate=Decimal("0.14"), day=date(2026, 11, 1))
    >>> find_exchange(RateCard(version=1, providers=(), exchange=(rate,)), "CNY", "USD").rate
    Decimal('0.14')
    """
    pair = [rate for rate in card.exchange if (rate.base, rate.quote) == (base, quote)]
    known = [rate for rate in pair if day is None or rate.day <= day]
    if known:
        return max(known, key=lambda rate: rate.day)
    if pair:
        first = min(rate.day for rate in pair)
        raise InputError("exchange", f"{base} to {quote} is known from {first} on, not on {day}")
    pairs = ", ".join(sorted({f"{rate.base} to {rate.quote}" for rate in card.exchange}))
    raise InputError("exchange", f"no rate of {base} to {quote} (there is: {pairs or 'none'})")
