"""Records as rows of a table: our own columns, or those of FOCUS.

FOCUS, the FinOps Open Cost and Usage Specification: names and values as in its columns of 2026,
https://github.com/FinOps-Open-Cost-and-Usage-Spec/FOCUS_Spec (read on 2026-11-24), with the
provider's columns of version 1.3. Columns that we know nothing of are left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal

from tokest.units import EXACT

if TYPE_CHECKING:
    from collections.abc import Callable

    from tokest.usage.record import UsageRecord

Value = str | int | Decimal | datetime | None


@dataclass(frozen=True, slots=True)
class Field:
    """A column, and how its value is made from a record."""

    name: str
    kind: Literal["text", "count", "amount", "time"]
    value: Callable[[UsageRecord], Value]


RECORD: Final = (
    Field("source", "text", lambda record: record.source),
    Field("line", "count", lambda record: record.line),
    Field("id", "text", lambda record: record.id),
    Field("start", "time", lambda record: record.start),
    Field("end", "time", lambda record: record.end),
    Field("model", "text", lambda record: record.meter.model),
    Field("matched", "text", lambda record: record.meter.matched),
    Field("provider", "text", lambda record: record.meter.provider),
    Field("workspace", "text", lambda record: record.meter.workspace),
    Field("key", "text", lambda record: record.meter.key),
    Field("region", "text", lambda record: record.meter.region),
    Field("unit", "text", lambda record: record.meter.unit),
    Field("mode", "text", lambda record: record.meter.mode),
    Field("quantity", "amount", lambda record: record.quantity),
    Field("noun", "text", lambda record: record.meter.noun),
    Field("deducted", "amount", lambda record: record.deducted),
    Field("list_price", "amount", lambda record: record.list_price),
    Field("per", "count", lambda record: record.per),
    Field("gross", "amount", lambda record: record.gross),
    Field("discount", "amount", lambda record: record.discount),
    Field("net", "amount", lambda record: record.net),
    Field("currency", "text", lambda record: record.currency),
    Field("kind", "text", lambda record: record.kind),
)
"""The columns of our own."""

_CATEGORIES: Final = {"usage": "Usage", "refund": "Credit", "adjustment": "Adjustment"}


def _month(record: UsageRecord) -> datetime | None:
    if record.start is None:
        return None
    return record.start.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _next_month(record: UsageRecord) -> datetime | None:
    first = _month(record)
    return None if first is None else (first + timedelta(days=32)).replace(day=1)


def _end(record: UsageRecord) -> datetime | None:
    """Give the end of a charge, which is after its start: a call ends within its second."""
    if record.start is None or (record.end is not None and record.end > record.start):
        return record.end
    return record.start + timedelta(seconds=1)


def _priced(record: UsageRecord) -> Decimal | None:
    if record.per == 1 or not record.quantity:
        return record.quantity
    return record.quantity / record.per


def _pricing_unit(record: UsageRecord) -> str | None:
    unit = _unit(record)
    return unit if unit is None or record.per == 1 else f"{record.per} {unit}"


def _unit(record: UsageRecord) -> str | None:
    return f"{record.meter.noun.title()}s" if record.meter.noun else None


def _meter(record: UsageRecord) -> str:
    words = record.meter.unit.replace("_", " ").title()
    return f"{words} Tokens" if record.meter.noun == "token" else words


def _net(record: UsageRecord) -> Decimal | None:
    return record.net


def _contracted(record: UsageRecord) -> Decimal | None:
    if record.gross is None:
        return record.net
    return EXACT.subtract(record.gross, record.discount or Decimal(0))


FOCUS: Final = (
    Field("BilledCost", "amount", _net),
    Field("BillingCurrency", "text", lambda record: record.currency),
    Field("BillingPeriodStart", "time", _month),
    Field("BillingPeriodEnd", "time", _next_month),
    Field("ChargeCategory", "text", lambda record: _CATEGORIES[record.kind]),
    Field("ChargeDescription", "text", lambda record: f"{record.meter.model} {_meter(record)}"),
    Field("ChargeFrequency", "text", lambda _: "Usage-Based"),
    Field("ChargePeriodStart", "time", lambda record: record.start),
    Field("ChargePeriodEnd", "time", _end),
    Field("ConsumedQuantity", "amount", lambda record: record.quantity),
    Field("ConsumedUnit", "text", _unit),
    Field("ContractedCost", "amount", _contracted),
    Field("EffectiveCost", "amount", _net),
    Field("HostProviderName", "text", lambda record: record.meter.provider),
    Field("InvoiceIssuerName", "text", lambda record: record.meter.provider),
    Field("ListCost", "amount", lambda record: record.gross),
    Field("ListUnitPrice", "amount", lambda record: record.list_price),
    Field("PricingCategory", "text", lambda _: "Standard"),
    Field("PricingQuantity", "amount", _priced),
    Field("PricingUnit", "text", _pricing_unit),
    Field("RegionId", "text", lambda record: record.meter.region),
    Field("ResourceId", "text", lambda record: record.meter.key),
    Field("ServiceCategory", "text", lambda _: "AI and Machine Learning"),
    Field("ServiceName", "text", lambda record: record.meter.model),
    Field("ServiceProviderName", "text", lambda record: record.meter.provider),
    Field("ServiceSubcategory", "text", lambda _: "Generative AI"),
    Field("SkuId", "text", lambda record: f"{record.meter.model}/{record.meter.unit}"),
    Field("SkuMeter", "text", _meter),
    Field("SubAccountId", "text", lambda record: record.meter.workspace),
    Field("x_Mode", "text", lambda record: record.meter.mode),
    Field("x_RecordId", "text", lambda record: record.id),
    Field("x_Place", "text", lambda record: record.place),
)
"""The columns of FOCUS that we know something of, and three of our own."""


def time_text(at: datetime) -> str:
    """Write an instant as FOCUS does: in UTC, to the second.

    >>> time_text(datetime(2026, 10, 1, tzinfo=UTC))
    '2026-10-01T00:00:00Z'
    """
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
