"""Exports of the Anthropic console, usage and cost as CSV as seen in 2025 and 2026; API results."""

from __future__ import annotations

import re
from datetime import UTC
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from tokest.errors import FileFormatError
from tokest.units import EXACT
from tokest.usage.formats.making import Meters, Place, counted, paid, read_fields, record
from tokest.usage.numbers import amount, number
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
    "uncached_input_tokens": "input",
    "cache_creation.ephemeral_5m_input_tokens": "cache_write",
    "cache_creation.ephemeral_1h_input_tokens": "cache_write_1h",
    "cache_read_input_tokens": "cache_read",
    "output_tokens": "output",
}
"""The kinds of tokens of costs: those of the console, then those of the API."""

CENT: Final = Decimal("0.01")
"""The API gives costs in "lowest currency units": "123.45" is 1.2345 dollars.

https://platform.claude.com/docs/en/api/admin/cost_report (2026-11-25)
"""

_WINDOW: Final = re.compile(r"(?:>\s*|^)(\d+)\s*k(?:-|$)", re.IGNORECASE)
"""``> 200k`` of the console, ``200k-1M`` of the API."""


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
    _check_columns(source, heading)
    meters = Meters(context, PROVIDER)

    def records(line: int, field: dict[str, str]) -> Iterator[UsageRecord]:
        return _usage(_place(source, line, field), meters, field)

    return read_fields(source, heading, records)


def read_costs(source: Source, heading: Heading, context: Context) -> Iterator[UsageRecord]:
    """Read money a day, model, key and kind of token.

    Raises
    ------
    FileFormatError
        for a cell that is no number or time.
    """
    meters = Meters(context, PROVIDER)

    def records(line: int, field: dict[str, str]) -> Iterator[UsageRecord]:
        place = _place(source, line, field)
        net, gross = number(field["cost_usd"]), number(field.get("list_price_usd", ""))
        unit = TOKEN_TYPES.get(field.get("token_type", ""), "cost")
        money = {"net": net, "gross": gross, "currency": "USD"}
        yield paid(place, meters, _model_id(field["model"]), money, unit=unit, **_rest(field))

    return read_fields(source, heading, records)


def _place(source: Source, line: int, field: dict[str, str]) -> Place:
    return Place(source=source.name, line=line, start=instant(field["usage_date_utc"], UTC))


def _check_columns(source: Source, heading: Heading) -> None:
    """Refuse a table with tokens that we would not count."""
    new = [
        name
        for name in heading.names
        if name.startswith("usage_") and "_tokens" in name and name not in COUNTS.values()
    ]
    if new or COUNTS["input"] not in heading.names:
        known = ", ".join(COUNTS.values())
        what = f"has {', '.join(new)}, " if new else ""
        raise FileFormatError(
            (f"{source.name}:1: {what}and the columns of tokens that are known are {known}",)
        )


def usage_of_result(place: Place, meters: Meters, result: dict[str, Any]) -> Iterator[UsageRecord]:
    """Read a result of the usage API; what it was not grouped by is ``null``."""
    written = result.get("cache_creation") or {}
    counts = {
        "input": result["uncached_input_tokens"],
        "cache_write": written.get("ephemeral_5m_input_tokens", 0),
        "cache_write_1h": written.get("ephemeral_1h_input_tokens", 0),
        "cache_read": result.get("cache_read_input_tokens") or 0,
        "output": result["output_tokens"],
    }
    field = {COUNTS[unit]: str(count) for unit, count in counts.items()} | _named(result)
    field["web_search_count"] = str(
        (result.get("server_tool_use") or {}).get("web_search_requests", 0)
    )
    return _usage(place, meters, field)


def costs_of_result(place: Place, meters: Meters, result: dict[str, Any]) -> Iterator[UsageRecord]:
    """Read a result of the cost API, whose amounts are in hundredths of the currency."""
    cents = number(str(result["amount"]))
    net = None if cents is None else EXACT.multiply(cents, CENT)
    unit = TOKEN_TYPES.get(str(result.get("token_type")), "cost")
    field = _named(result)
    money = {"net": net, "currency": str(result["currency"]).upper()}
    model = field["model_version"] or str(result.get("cost_type") or "unknown")
    yield paid(place, meters, model, money, unit=unit, **_rest(field))


def _named(result: dict[str, Any]) -> dict[str, str]:
    """Give the model and the caller of a result by the names of the console's columns."""
    names = {
        "model_version": "model",
        "workspace": "workspace_id",
        "api_key": "api_key_id",
        "usage_type": "service_tier",
        "context_window": "context_window",
    }
    return {name: str(result.get(key) or "") for name, key in names.items()}


def _usage(place: Place, meters: Meters, field: dict[str, str]) -> Iterator[UsageRecord]:
    model, rest = field["model_version"] or "unknown", _rest(field)
    counts = {unit: amount(field.get(name, "")) for unit, name in COUNTS.items()}
    yield from counted(place, meters, model, counts, **rest)
    searched = amount(field.get("web_search_count", ""))
    if searched:
        yield record(place, meters.make(model, "calls", "call", **rest), searched)


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
