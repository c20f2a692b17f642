"""Totals of usage by any of its dimensions; amounts of different currencies are never added."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tokest.errors import InputError
from tokest.nearest import nearest
from tokest.units import EXACT
from tokest.usage.days import Span, day_name, month_name, week_name
from tokest.usage.numbers import ZERO
from tokest.usage.record import REQUEST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date
    from decimal import Decimal

    from tokest.usage.record import Meter, UsageRecord

_OF_METER: Final[dict[str, Callable[[Meter], str]]] = {
    "model": lambda meter: meter.model,
    "provider": lambda meter: meter.provider or "",
    "workspace": lambda meter: meter.workspace,
    "key": lambda meter: meter.key,
    "region": lambda meter: meter.region,
    "unit": lambda meter: meter.unit,
    "mode": lambda meter: meter.mode,
    "channel": lambda meter: meter.channel,
}
_OF_DAY: Final[dict[str, Callable[[date | None], str]]] = {
    "day": day_name,
    "week": week_name,
    "month": month_name,
}

_add: Final = EXACT.add

DIMENSIONS: Final = (*_OF_METER, *_OF_DAY)
"""What usage may be totalled by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """The sum of the records of one group, noun and currency.

    ``key`` goes by the dimensions asked for. ``gross`` is money at list price, ``net`` as billed;
    ``None`` when no record says. ``unpriced`` is the part of the quantity with neither.
    """

    key: tuple[str, ...]
    noun: str
    quantity: Decimal
    deducted: Decimal
    unpriced: Decimal
    gross: Decimal | None
    discount: Decimal | None
    net: Decimal | None
    currency: str | None
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Totals by dimension, and what must be known to trust them."""

    by: tuple[str, ...]
    totals: tuple[Total, ...]
    rows: int
    first: str | None
    last: str | None
    unknown_models: tuple[str, ...]
    future_rows: int
    undated_rows: int
    refunds: int


@dataclass(slots=True)
class _Sum:
    quantity: Decimal = ZERO
    deducted: Decimal = ZERO
    unpriced: Decimal = ZERO
    gross: Decimal | None = None
    discount: Decimal | None = None
    net: Decimal | None = None
    rows: int = 0

    def add(self, record: UsageRecord) -> None:
        self.rows += 1
        quantity, gross, discount, net = record.quantity, record.gross, record.discount, record.net
        if quantity:
            self.quantity = _add(self.quantity, quantity)
        if record.deducted:
            self.deducted = _add(self.deducted, record.deducted)
        if gross is not None:
            self.gross = _add(self.gross or ZERO, gross)
        if discount is not None and (discount or self.discount is None):
            self.discount = _add(self.discount or ZERO, discount)
        if net is not None:
            self.net = _add(self.net or ZERO, net)
        elif gross is None and record.meter.unit != REQUEST:
            self.unpriced = EXACT.add(self.unpriced, record.quantity)


@dataclass(slots=True)
class Totaller:
    """Adds records up, one by one, in memory that grows with the groups alone."""

    by: tuple[str, ...]
    span: Span
    today: date | None = None
    sums: dict[tuple[object, ...], _Sum] = field(default_factory=dict)
    meters: dict[int, tuple[Meter, tuple[str, ...]]] = field(default_factory=dict)
    days: dict[date | None, int] = field(default_factory=dict)
    refunds: int = 0
    unknown: dict[str, None] = field(default_factory=dict)

    def add(self, record: UsageRecord) -> None:
        """Add one record."""
        meter = record.meter
        known = self.meters.get(id(meter)) or self._met(meter)
        start = record.start
        zone = self.span.zone
        day = None if start is None else (start if zone is None else start.astimezone(zone)).date()
        self.days[day] = self.days.get(day, 0) + 1
        if record.kind != "usage":
            self.refunds += 1
        money = None if record.net is None and record.gross is None else record.currency
        key = (known[1], day, meter.noun, money)
        found = self.sums.get(key)
        if found is None:
            found = self.sums[key] = _Sum()
        found.add(record)

    def _met(self, meter: Meter) -> tuple[Meter, tuple[str, ...]]:
        part = tuple(_OF_METER[name](meter) for name in self.by if name in _OF_METER)
        self.meters[id(meter)] = meter, part
        if meter.matched is None:
            self.unknown.setdefault(meter.model)
        return meter, part

    def done(self) -> Totals:
        """Give the totals of what was added."""
        merged: dict[tuple[tuple[str, ...], str, str | None], _Sum] = {}
        for (part, day, noun, currency), found in self.sums.items():
            key = self._key(part, day)  # type: ignore[arg-type]  # put together in `add`
            known = merged.setdefault((key, str(noun), currency), _Sum())  # type: ignore[arg-type]
            _join(known, found)
        totals = [
            Total(
                key=key,
                noun=noun,
                currency=currency,
                quantity=found.quantity,
                deducted=found.deducted,
                unpriced=found.unpriced,
                gross=found.gross,
                discount=found.discount,
                net=found.net,
                rows=found.rows,
            )
            for (key, noun, currency), found in merged.items()
        ]
        days = sorted(day for day in self.days if day is not None)
        future = [day for day in days if self.today is not None and day > self.today]
        return Totals(
            by=self.by,
            totals=tuple(sorted(totals, key=lambda one: (one.key, one.noun, one.currency or ""))),
            rows=sum(one.rows for one in totals),
            first=day_name(days[0]) if days else None,
            last=day_name(days[-1]) if days else None,
            unknown_models=tuple(self.unknown),
            future_rows=sum(self.days[day] for day in future),
            undated_rows=self.days.get(None, 0),
            refunds=self.refunds,
        )

    def _key(self, part: tuple[str, ...], day: date | None) -> tuple[str, ...]:
        words = iter(part)
        return tuple(_OF_DAY[name](day) if name in _OF_DAY else next(words) for name in self.by)


def check_dimensions(by: Sequence[str]) -> tuple[str, ...]:
    """Refuse what usage cannot be totalled by.

    >>> check_dimensions(["model", "dya"])
    Traceback (most recent call last):
    tokest.errors.InputError: by: 'dya' is not one of day
    """
    for name in by:
        if name not in DIMENSIONS:
            close = nearest(name, DIMENSIONS) or DIMENSIONS
            raise InputError("by", f"{name!r} is not one of {', '.join(close)}")
    return tuple(dict.fromkeys(by))


def total(
    records: Iterable[UsageRecord],
    by: Sequence[str],
    *,
    span: Span | None = None,
    today: date | None = None,
) -> Totals:
    """Total records by dimensions.

    Raises
    ------
    InputError
        for a dimension that there is not.
    """
    found = Totaller(check_dimensions(by), span or Span(), today)
    for record in found.span.keep(records):
        found.add(record)
    return found.done()


def _join(known: _Sum, more: _Sum) -> None:
    known.rows += more.rows
    known.quantity = EXACT.add(known.quantity, more.quantity)
    known.deducted = EXACT.add(known.deducted, more.deducted)
    known.unpriced = EXACT.add(known.unpriced, more.unpriced)
    for name in ("gross", "discount", "net"):
        one: Decimal | None = getattr(more, name)
        if one is not None:
            setattr(known, name, EXACT.add(getattr(known, name) or ZERO, one))
