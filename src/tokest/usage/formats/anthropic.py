"""Exports of the Anthropic console: usage and cost as CSV, as seen in 2025 and 2026."""

from __future__ import annotations

import re
from datetime import UTC
from typing import TYPE_CHECKING, Final

from tokest.usage.formats.making import Meters, Place, counted, paid, record, unreadable
from tokest.usage.numbers import amount, number
from tokest.usage.tables import cell, column, rows_of
from tokest.usage.times import instant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokest.usage.context import Context
    from tokest.usage.record import UsageRecord
    from tokest.usage.source import Source
    from tokest.usage.tables import Heading

PROVIDER: Final = "anthropic"

COUNTS: Final = {
    "input": "usage_input_tokens_no_cache",
    "cache_write": "usage_input_tokens_cache_write_5m",
    "cache_write_1h": "usage_input_tokens_cache_write_1h",
    "cache_read": "usage_input_tokens_cache_read",
    "output": "usage_output_tokens",
}

TOKEN_TYPES: Final = {
    "input_no_cache": "input",
    "input_cache_write_5m": "cache_write",
    "input_cache_write_1h": "cache_write_1h",
    "input_cache_read": "cache_read",
    "output": "output",
}

_WINDOW: Final = re.compile(r">\s*(\d+)\s*k", re.IGNORECASE)


def recognises_usage(heading: Heading) -> bool:
    """Tell a usage export by its columns."""
    return heading.has("usage_date_utc", "model_version", "usage_output_tokens")


def recognises_costs(heading: Heading) -> bool:
    """Tell a cost export by its columns."""
    return heading.has("usage_date_utc", "model", "cost_usd")


def read_usage(source: Source, heading: Heading, context: Context) -> Iterator[UsageRecord]:
    """Read tokens a day or hour, model and key.

    Raises
    ------
    FileFormatError
        for a cell that is no number or time.
    """
    at = {name: column(heading, name) for name in (*heading.names, *COUNTS.values())}
    meters = Meters(context, PROVIDER)
    searches = column(heading, "web_search_count")
    for line, row in rows_of(source, heading):
        field = {name: cell(row, place) for name, place in at.items()}
        model = field["model_version"] or "unknown"
        rest = _rest(field)
        try:
            start = instant(field["usage_date_utc"], UTC)
            place = Place(source=source.name, line=line, start=start)
            counts = {unit: amount(field[name]) for unit, name in COUNTS.items()}
            searched = amount(cell(row, searches))
        except ValueError as error:
            raise unreadable(source.name, line, error) from None
        yield from counted(place, meters, model, counts, **rest)
        if searched:
            yield record(place, meters.make(model, "calls", "call", **rest), searched)


def read_costs(source: Source, heading: Heading, context: Context) -> Iterator[UsageRecord]:
    """Read money a day, model, key and kind of token."""
    at = {name: column(heading, name) for name in heading.names}
    meters = Meters(context, PROVIDER)
    for line, row in rows_of(source, heading):
        field = {name: cell(row, place) for name, place in at.items()}
        try:
            start = instant(field["usage_date_utc"], UTC)
            place = Place(source=source.name, line=line, start=start)
            net, gross = number(field["cost_usd"]), number(field.get("list_price_usd", ""))
        except ValueError as error:
            raise unreadable(source.name, line, error) from None
        unit = TOKEN_TYPES.get(field.get("token_type", ""), "cost")
        money = {"net": net, "gross": gross, "currency": "USD"}
        model = _model_id(field["model"])
        yield paid(place, meters, model, money, unit=unit, **_rest(field))


def _rest(field: dict[str, str]) -> dict[str, object]:
    window = _WINDOW.search(field.get("context_window", ""))
    return {
        "workspace": field.get("workspace", ""),
        "key": field.get("api_key", ""),
        "batch": "batch" in field.get("usage_type", "").lower(),
        "tier": int(window[1]) if window else 0,
        "channel": field.get("speed", ""),
    }


def _model_id(name: str) -> str:
    """Give the model that the console shows as ``Claude Opus 5.5``.

    >>> _model_id("Claude Opus 5.5")
    'claude-opus-5-5'
    """
    return re.sub(r"[ .]+", "-", name.strip()).lower() or "unknown"
