"""The prices of one model through time, price list by price list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tokest.rates.differences import rise
from tokest.rates.quotes import Quote, align, per, quotes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from decimal import Decimal

    from tokest.rates.card import Model, Rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """One price for the days ``[start, end)``; an unknown start or end is ``None``.

    `before` is what it was in the span before, `percent` how much it rose or fell.
    """

    region: str
    currency: str
    service: str | None
    start: date | None
    end: date | None
    price: str
    amount: Decimal | None
    before: Decimal | None
    percent: Decimal | None
    per: str
    status: str
    checked: date
    source: str
    via: str | None


def history(model: Model) -> tuple[Past, ...]:
    """List every price of a model, the oldest span of each price list first.

    >>> from tokest.rates.load import builtin_card
    >>> from tokest.rates.match import find_model
    >>> [(past.price, str(past.amount)) for past in history(find_model(builtin_card(), "o3").model)]
    ... # doctest: +ELLIPSIS
    [('input', '2'), ('output', '8'), ('cache_read', '0.5'), ...
    """
    return tuple(past for rate, older in _with_older(model) for past in _prices(rate, older))


def _with_older(model: Model) -> Iterator[tuple[Rate, Rate | None]]:
    last: dict[tuple[str, str, str | None], Rate] = {}
    for rate in model.rates:
        yield rate, last.get(rate.price_list)
        last[rate.price_list] = rate


def _prices(rate: Rate, older: Rate | None) -> Iterator[Past]:
    before: tuple[Quote, ...] = quotes(older) if older is not None else ()
    for found in align(before, quotes(rate)):
        yield Past(
            region=rate.region,
            currency=rate.currency,
            service=rate.service,
            start=rate.start,
            end=rate.end,
            price=found.label(),
            amount=found.other,
            before=found.one,
            percent=rise(found.one, found.other),
            per=per(found.key.unit),
            status=rate.status,
            checked=rate.checked,
            source=rate.source,
            via=rate.via,
        )
