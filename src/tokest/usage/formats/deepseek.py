"""The ZIP that DeepSeek exports: a table of amounts and one of costs, as seen in 2026."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Final

from tokest.units import EXACT
from tokest.usage.formats.making import Meters, Place, paid, read_fields, record
from tokest.usage.numbers import amount, number
from tokest.usage.record import OTHER, REQUEST
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
    meters = Meters(context, PROVIDER)

    def records(line: int, field: dict[str, str]) -> Iterator[UsageRecord]:
        unit = TYPES.get(field["type"], OTHER)
        noun = "request" if unit == REQUEST else "token"
        quantity, list_price = amount(field["amount"]), number(field["price"])
        priced = list_price if unit != REQUEST else None
        gross = None if priced is None else EXACT.multiply(priced, quantity)
        meter = meters.make(field["model"], unit, noun, key=field.get("api_key_name", ""))
        money = {"list_price": priced, "gross": gross, "currency": context.currency}
        yield record(_place(source, line, field), meter, quantity, **money)

    return read_fields(source, heading, records)


def read_costs(source: Source, heading: Heading, context: Context) -> Iterator[UsageRecord]:
    """Read what was paid, a day and model.

    Raises
    ------
    FileFormatError
        for a cell that is no number or time.
    """
    meters = Meters(context, PROVIDER)

    def records(line: int, field: dict[str, str]) -> Iterator[UsageRecord]:
        money = {"net": number(field["cost"]), "currency": field["currency"].upper() or None}
        place = _place(source, line, field)
        yield paid(place, meters, field["model"], money, channel=field["wallet_type"])

    return read_fields(source, heading, records)


def _place(source: Source, line: int, field: dict[str, str]) -> Place:
    start, end = (instant(field.get(name, ""), UTC) for name in ("start_time_iso", "end_time_iso"))
    return Place(source=source.name, line=line, start=start, end=end)
