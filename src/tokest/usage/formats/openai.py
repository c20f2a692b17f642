"""Exports of OpenAI: usage and costs as CSV, and results of its APIs.

Columns as seen in exports of October 2025; https://platform.openai.com/docs/api-reference/usage
"""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any, Final

from tokest.usage.formats.making import Meters, Place, counted, paid, read_fields, record
from tokest.usage.numbers import amount, number, truth
from tokest.usage.pricing import NOUNS
from tokest.usage.record import REQUEST
from tokest.usage.times import instant

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from tokest.usage.context import Context
    from tokest.usage.record import UsageRecord
    from tokest.usage.source import Source
    from tokest.usage.tables import Heading

PROVIDER: Final = "openai"

COUNTS: Final = (
    "input_tokens",
    "output_tokens",
    "input_cached_tokens",
    "input_audio_tokens",
    "input_cached_audio_tokens",
    "output_audio_tokens",
    "input_image_tokens",
    "input_cached_image_tokens",
    "output_image_tokens",
)

MEDIA: Final = {
    "images": "output_images",
    "characters": "characters",
    "seconds": "input_audio_seconds",
}
"""What the usage of images, speeches and transcriptions counts beside requests."""


def recognises_usage(heading: Heading) -> bool:
    """Tell a usage export by its columns."""
    return heading.has("start_time", "num_model_requests", "input_tokens", "output_tokens")


def recognises_costs(heading: Heading) -> bool:
    """Tell a costs export by its columns."""
    return heading.has("start_time", "amount_value", "amount_currency")


def read_usage(source: Source, heading: Heading, context: Context) -> Iterator[UsageRecord]:
    """Read buckets of usage; an empty bucket gives nothing.

    Raises
    ------
    FileFormatError
        for a cell that is no number or time.
    """
    meters = Meters(context, PROVIDER)

    def records(line: int, field: dict[str, str]) -> Iterator[UsageRecord]:
        return _usage(_place(source, line, field), meters, field)

    return read_fields(source, heading, records)


def _place(source: Source, line: int, field: dict[str, str]) -> Place:
    start, end = (instant(field.get(name, ""), UTC) for name in ("start_time", "end_time"))
    return Place(source=source.name, line=line, start=start, end=end)


def _usage(place: Place, meters: Meters, field: dict[str, str]) -> Iterator[UsageRecord]:
    counts = _leaves({name: amount(field.get(name, "")) for name in COUNTS})
    counts[REQUEST] = amount(field["num_model_requests"])
    model = field.get("model", "") or "unknown"
    rest: dict[str, Any] = {
        "workspace": field.get("project_id", ""),
        "key": field.get("api_key_id", ""),
        "batch": truth(field.get("batch", "")),
        "channel": field.get("service_tier", ""),
    }
    yield from counted(place, meters, model, counts, **rest)
    for name, unit in MEDIA.items():
        if count := amount(field.get(name, "")):
            yield record(place, meters.make(model, unit, NOUNS[unit], **rest), count)


def _leaves(counts: dict[str, Decimal]) -> dict[str, Decimal]:
    """Split counts that hold one another: cached and heard tokens are inside the input."""
    cached_kinds = counts["input_cached_audio_tokens"] + counts["input_cached_image_tokens"]
    kinds = counts["input_audio_tokens"] + counts["input_image_tokens"] - cached_kinds
    spoken = counts["output_audio_tokens"] + counts["output_image_tokens"]
    return {
        "input": counts["input_tokens"] - counts["input_cached_tokens"] - kinds,
        "input_audio": counts["input_audio_tokens"] - counts["input_cached_audio_tokens"],
        "input_image": counts["input_image_tokens"] - counts["input_cached_image_tokens"],
        "cache_read": counts["input_cached_tokens"],
        "output": counts["output_tokens"] - spoken,
        "output_audio": counts["output_audio_tokens"],
        "output_image": counts["output_image_tokens"],
    }


def read_costs(source: Source, heading: Heading, context: Context) -> Iterator[UsageRecord]:
    """Read buckets of costs: money by line item, such as ``gpt-4o-2024-08-06, input``."""
    meters = Meters(context, PROVIDER)

    def records(line: int, field: dict[str, str]) -> Iterator[UsageRecord]:
        if not field["amount_value"]:
            return
        place = _place(source, line, field)
        currency = field["amount_currency"].upper() or None
        money = {"net": amount(field["amount_value"]), "currency": currency}
        item, project = field.get("line_item", ""), field.get("project_id", "")
        yield _cost(place, meters, item, money, project)

    return read_fields(source, heading, records)


def costs_of_result(place: Place, meters: Meters, result: dict[str, Any]) -> Iterator[UsageRecord]:
    """Read a result of the costs API."""
    value, currency = result["amount"]["value"], result["amount"]["currency"]
    money = {"net": number(str(value)), "currency": str(currency).upper()}
    project = str(result.get("project_id") or "")
    yield _cost(place, meters, str(result.get("line_item") or ""), money, project)


def usage_of_result(place: Place, meters: Meters, result: dict[str, Any]) -> Iterator[UsageRecord]:
    """Read a result of the usage API; what it was not grouped by is ``null``."""
    field = {name: "" if value is None else str(value) for name, value in result.items()}
    return _usage(place, meters, field)


def _cost(
    place: Place, meters: Meters, item: str, money: dict[str, Any], project: str
) -> UsageRecord:
    model, _, kind = item.partition(", ")
    unit = {"input": "input", "cached input": "cache_read", "output": "output"}.get(kind, "cost")
    return paid(place, meters, model or "unknown", money, unit=unit, workspace=project)
