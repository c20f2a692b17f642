"""Answers of the usage and cost APIs of OpenAI and Anthropic: pages of buckets with results.

OpenAI: https://platform.openai.com/docs/api-reference/usage; Anthropic:
https://platform.claude.com/docs/en/api/admin/usage_report and .../cost_report (2026-11-25).
"""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any, Final

from tokest.errors import FileFormatError
from tokest.usage.formats import anthropic, openai
from tokest.usage.formats.making import Meters, Place
from tokest.usage.times import instant, seconds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tokest.usage.context import Context
    from tokest.usage.logs.passed import Passed
    from tokest.usage.record import UsageRecord
    from tokest.usage.source import Source

    Records = Callable[[Place, Meters, dict[str, Any]], Iterator[UsageRecord]]

READERS: Final[dict[str, tuple[str, Records]]] = {
    "openai-usage": (openai.PROVIDER, openai.usage_of_result),
    "openai-costs": (openai.PROVIDER, openai.costs_of_result),
    "anthropic-usage": (anthropic.PROVIDER, anthropic.usage_of_result),
    "anthropic-costs": (anthropic.PROVIDER, anthropic.costs_of_result),
}


def format_of(data: Any) -> str | None:  # noqa: ANN401  # any JSON
    """Name the format of an answer; ``None`` when it is none.

    >>> format_of({"data": [{"starting_at": "2026-10-01", "results": [{"amount": "1"}]}]})
    'anthropic-costs'
    >>> format_of({"data": [1]}) is None
    True
    """
    buckets = data.get("data") if isinstance(data, dict) else None
    if not isinstance(buckets, list):
        return None
    buckets = [one for one in buckets if isinstance(one, dict) and "results" in one]
    if not buckets:
        return None
    provider = "anthropic" if "starting_at" in buckets[0] else "openai"
    results = (
        one
        for bucket in buckets
        if isinstance(bucket["results"], list)
        for one in bucket["results"]
    )
    first = next(results, None)
    costs = not isinstance(first, dict) or "amount" in first
    return f"{provider}-{'costs' if costs else 'usage'}"


def read(
    source: Source, data: dict[str, Any], context: Context, passed: Passed
) -> Iterator[UsageRecord]:
    """Read an answer, bucket by bucket; `passed` notes that more pages follow.

    Raises
    ------
    FileFormatError
        for a bucket that is none.
    """
    name = format_of(data) or "openai-costs"
    provider, records = READERS[name]
    meters = Meters(context, provider)
    for at, bucket in enumerate(data["data"], start=1):
        try:
            place = _place(source, at, bucket)
            for result in bucket["results"]:
                yield from records(place, meters, result)
        except FileFormatError:
            raise
        except (LookupError, TypeError, AttributeError, ArithmeticError, ValueError) as error:
            why = f"it has no {error}" if isinstance(error, KeyError) else str(error)[:80]
            what = f"bucket {at} is no bucket of {name}: {why}"
            raise FileFormatError((f"{source.name}: {what}",)) from None
    if data.get("has_more") is True:
        passed.add("page", source.name)


def _place(source: Source, at: int, bucket: dict[str, Any]) -> Place:
    if "starting_at" in bucket:
        start, end = (instant(str(bucket[name]), UTC) for name in ("starting_at", "ending_at"))
    else:
        start, end = (seconds(float(bucket[name])) for name in ("start_time", "end_time"))
    return Place(source=source.name, line=at, start=start, end=end)
