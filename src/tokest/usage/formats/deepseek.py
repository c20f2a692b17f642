"""The ZIP that DeepSeek exports: a table of amounts and one of costs, as seen in 2026."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Final

from tokest.units import EXACT
from tokest.usage.formats.making import Meters, Place, paid, record, unreadable
from tokest.usage.numbers import amount, number
from tokest.usage.record import OTHER, REQUEST
from tokest.usage.tables import cell, column, rows_of
from tokest.usage.times import instant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokest.usage.context import Context
    from tokest.usage.record import UsageRecord
    from tokest.usage.source import Source
    from tokest.usage.tables import Heading

PROVIDER: Final = "deepseek"

TYPES: Final = {
    "request_count": REQUEST,
    "input_cache_hit_tokens": "cache_read",
    "input_cache_miss_tokens": "input",
    "output_tokens": "output",
}


def recognises_amounts(heading: Heading) -> bool:
    """Tell the table of amounts by its columns."""
    return heading.has("start_time_iso", "model", "type", "price", "amount")


def recognises_costs(heading: Heading) -> bool:
    """Tell the table of costs by its columns."""
    return heading.has("start_time_iso", "model", "wallet_type", "cost", "currency")


def read_amounts(source: Source, heading: Heading, context: Context) -> Iterator[UsageRecord]:
    """Read what was used; its price is for one token, in the currency of the table of costs.

    Raises
    ------
    FileFormatError
        for a cell that is no number or time.
    """
    names = ("start_time_iso", "end_time_iso", "model", "api_key_name", "type", "price", "amount")
    at = [column(heading, name) for name in names]
    meters = Meters(context, PROVIDER)
    for line, row in rows_of(source, heading):
        start, end, model, key, kind, price, count = (cell(row, place) for place in at)
        unit = TYPES.get(kind, OTHER)
        noun = "request" if unit == REQUEST else "token"
        try:
            place = Place(
                source=source.name, line=line, start=instant(start, UTC), end=instant(end, UTC)
            )
            quantity, list_price = amount(count), number(price)
        except ValueError as error:
            raise unreadable(source.name, line, error) from None
        priced = list_price if unit != REQUEST else None
        gross = None if priced is None else EXACT.multiply(priced, quantity)
        meter = meters.make(model, unit, noun, key=key)
        money = {"list_price": priced, "gross": gross, "currency": context.currency}
        yield record(place, meter, quantity, **money)


def read_costs(source: Source, heading: Heading, context: Context) -> Iterator[UsageRecord]:
    """Read what was paid, a day and model."""
    names = ("start_time_iso", "end_time_iso", "model", "wallet_type", "cost", "currency")
    at = [column(heading, name) for name in names]
    meters = Meters(context, PROVIDER)
    for line, row in rows_of(source, heading):
        start, end, model, wallet, cost, currency = (cell(row, place) for place in at)
        try:
            place = Place(
                source=source.name, line=line, start=instant(start, UTC), end=instant(end, UTC)
            )
            money = {"net": number(cost), "currency": currency.upper() or None}
        except ValueError as error:
            raise unreadable(source.name, line, error) from None
        yield paid(place, meters, model, money, channel=wallet)
