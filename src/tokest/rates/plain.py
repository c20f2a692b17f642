"""A rate card as plain data: what its file says, in the order in which it says it."""

from __future__ import annotations

from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tokest.rates.card import Hours, Prices, Tier

if TYPE_CHECKING:
    from tokest.rates.card import RateCard

    Plain = dict[str, Any]


def plain_card(card: RateCard) -> Plain:
    """Lay a card out as mappings, lists, texts and numbers; what is not known is left out.

    >>> from tokest.rates.load import builtin_card
    >>> plain_card(builtin_card())["providers"][0]["id"]
    'alibaba'
    """
    found: Plain = plain_value(card)
    found.setdefault("providers", [])
    return found


def read_hours(text: str) -> Hours:
    """Read a span of the day.

    >>> read_hours("01:00-04:30").end
    270
    """
    start, end = ((int(part[:2]) * 60 + int(part[3:])) for part in text.split("-"))
    return Hours(start=start, end=end)


def plain_value(value: Any) -> Any:  # noqa: ANN401  # as varied as the data
    """Lay out any part of a card."""
    if isinstance(value, Hours):
        return "-".join(f"{at // 60:02}:{at % 60:02}" for at in (value.start, value.end))
    if isinstance(value, Tier):
        found = _fields(value)
        prices = found.pop("prices", {})
        ahead = {key: found.pop(key) for key in ("variant", "up_to") if key in found}
        return {**ahead, **prices, **found}
    if is_dataclass(value):
        return _fields(value)
    if isinstance(value, tuple):
        return [plain_value(item) for item in value]
    return _scalar(value)


def _fields(value: Any) -> Plain:  # noqa: ANN401  # a dataclass of the card
    found = {}
    for field in fields(value):
        inner = getattr(value, field.name)
        if isinstance(inner, Prices):
            prices = _fields(inner)
            if prices:
                found[field.name] = prices
        elif (field.default is MISSING or inner != field.default) and inner not in ((), ""):
            found[field.name] = plain_value(inner)
    return found


def _scalar(value: Any) -> str | int | bool:  # noqa: ANN401
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    if isinstance(value, date):
        return value.isoformat()
    found: str | int | bool = value
    return found
