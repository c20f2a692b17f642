"""Both sides of a reconciliation, gathered record by record into what is compared."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from tokest.units import EXACT
from tokest.usage.numbers import ZERO
from tokest.usage.record import REQUEST

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from tokest.usage.days import Span
    from tokest.usage.record import Meter, UsageRecord

NOTHING = Fraction(0)


class Line(NamedTuple):
    """How a quantity is priced: what may differ between what is expected and what is billed."""

    unit: str
    batch: bool
    thinking: bool
    tier: int
    variant: str


class Slot(NamedTuple):
    """One model on one day."""

    model: str
    day: date | None


@dataclass(slots=True)
class Heap:
    """A quantity and what it is worth; what is taken off leaves at its mean price."""

    quantity: Fraction = NOTHING
    worth: Fraction | None = NOTHING
    noun: str = ""
    first: str = ""

    @property
    def price(self) -> Fraction | None:
        """The mean price of one."""
        return None if self.worth is None or not self.quantity else self.worth / self.quantity

    def take(self, quantity: Fraction) -> None:
        """Take some away."""
        price = self.price
        self.quantity -= quantity
        if price is not None and self.worth is not None:
            self.worth -= price * quantity


@dataclass(slots=True)
class _Raw:
    quantity: Decimal = ZERO
    product: Decimal = ZERO
    unpriced: bool = False
    noun: str = ""
    first: str = ""


@dataclass(slots=True)
class Expected:
    """What was expected: quantities at list price."""

    span: Span
    currencies: dict[str, str] = field(default_factory=dict)
    raw: dict[tuple[Slot, Line], _Raw] = field(default_factory=dict)

    def add(self, record: UsageRecord) -> None:
        """Add a record; its money is what it should cost."""
        meter = record.meter
        if meter.unit == REQUEST:
            return
        model = name_of(meter)
        money = record.net if record.net is not None else record.gross
        if money is not None and record.currency is not None:
            self.currencies.setdefault(model, record.currency)
        key = Slot(model, self.span.day(record.start)), line_of(meter)
        found = self.raw.get(key)
        if found is None:
            found = self.raw[key] = _Raw(noun=meter.noun, first=record.place)
        found.quantity = EXACT.add(found.quantity, record.quantity)
        if money is None:
            found.unpriced = True
        else:
            found.product = EXACT.add(found.product, money)

    def heaps(self, models: frozenset[str]) -> dict[tuple[Slot, Line], Heap]:
        """Give what is expected of these models."""
        return {
            key: Heap(
                Fraction(raw.quantity),
                None if raw.unpriced else Fraction(raw.product),
                raw.noun,
                raw.first,
            )
            for key, raw in self.raw.items()
            if key[0].model in models
        }


class Kept(NamedTuple):
    """Money of the bill that has a cause by itself."""

    slot: Slot
    unit: str
    currency: str
    cause: str


@dataclass(slots=True)
class Billed:
    """What was billed: quantities at the bill's list price, and what changed that."""

    span: Span
    raw: dict[tuple[Slot, Line, str, int], _Raw] = field(default_factory=dict)
    kept: dict[Kept, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    products: dict[tuple[Kept, int], Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    firsts: dict[Kept, str] = field(default_factory=dict)
    net: dict[tuple[Slot, str, str], Decimal] = field(default_factory=lambda: defaultdict(Decimal))

    def add(self, record: UsageRecord) -> None:
        """Add a row: its net amount is list price times quantity, less what has a cause."""
        meter = record.meter
        if meter.unit == REQUEST:
            return
        slot = Slot(name_of(meter), self.span.day(record.start))
        gross = record.gross if record.gross is not None else record.net
        net = record.net if record.net is not None else gross
        currency = record.currency or ""
        if net is not None:
            key = slot, meter.unit, currency
            self.net[key] = EXACT.add(self.net[key], net)
        if record.kind != "usage":
            self._keep(Kept(slot, meter.unit, currency, "adjustment"), net, record)
            return
        if net is not None and gross is not None and net != gross:
            kept = Kept(slot, meter.unit, currency, "discount")
            self._keep(kept, EXACT.subtract(net, gross), record)
        self._value(record, slot, currency, gross)

    def _value(self, record: UsageRecord, slot: Slot, currency: str, gross: Decimal | None) -> None:
        meter = record.meter
        quantity = EXACT.add(record.quantity, record.deducted)
        key = slot, line_of(meter), currency, record.per
        found = self.raw.get(key)
        if found is None:
            found = self.raw[key] = _Raw(noun=meter.noun, first=record.place)
        found.quantity = EXACT.add(found.quantity, quantity)
        price = record.list_price
        if price is None:
            found.unpriced |= gross is None
            found.product = EXACT.add(found.product, EXACT.multiply(gross or ZERO, record.per))
            return
        found.product = EXACT.add(found.product, EXACT.multiply(quantity, price))
        if record.deducted:
            kept = Kept(slot, meter.unit, currency, "free quota")
            taken = EXACT.multiply(record.deducted, price)
            self.products[kept, record.per] -= taken
            self.firsts.setdefault(kept, record.place)
        if gross is not None:
            self._round(record, slot, currency, gross)

    def _round(self, record: UsageRecord, slot: Slot, currency: str, gross: Decimal) -> None:
        """Note by how much a row's amount is not its quantity times its price."""
        exact = EXACT.multiply(record.quantity, record.list_price or ZERO)
        printed = EXACT.multiply(gross, record.per)
        if printed == exact:
            return
        off = EXACT.subtract(printed, exact)
        digit = Decimal(1).scaleb(min(int(gross.as_tuple().exponent), 0))
        cause = "rounding" if abs(off) < digit * record.per else "unknown"
        kept = Kept(slot, record.meter.unit, currency, cause)
        self.products[kept, record.per] += off
        self.firsts.setdefault(kept, record.place)

    def _keep(self, kept: Kept, amount: Decimal | None, record: UsageRecord) -> None:
        if amount is not None:
            self.kept[kept] = EXACT.add(self.kept[kept], amount)
            self.firsts.setdefault(kept, record.place)

    def heaps(self, models: frozenset[str]) -> dict[tuple[Slot, Line, str], Heap]:
        """Give what was billed of these models, by currency."""
        found: dict[tuple[Slot, Line, str], Heap] = {}
        for (slot, line, currency, per), raw in self.raw.items():
            if slot.model in models:
                heap = found.setdefault(
                    (slot, line, currency), Heap(noun=raw.noun, first=raw.first)
                )
                heap.quantity += Fraction(raw.quantity)
                worth = None if raw.unpriced else Fraction(raw.product) / per
                known = heap.worth is not None and worth is not None
                heap.worth = heap.worth + worth if known else None  # type: ignore[operator]  # both known
        return found

    def changes(self, models: frozenset[str]) -> dict[Kept, Fraction]:
        """Give the money that has a cause by itself."""
        found: dict[Kept, Fraction] = defaultdict(Fraction)
        for kept, amount in self.kept.items():
            found[kept] += Fraction(amount)
        for (kept, per), product in self.products.items():
            found[kept] += Fraction(product) / per
        return {kept: amount for kept, amount in found.items() if kept.slot.model in models}


def line_of(meter: Meter) -> Line:
    """Give how a meter's quantity is priced."""
    return Line(meter.unit, meter.batch, meter.thinking, meter.tier, meter.variant)


def name_of(meter: Meter) -> str:
    """Name a model so that both sides agree: as the rate card does, if it knows it."""
    return meter.matched or meter.model


def models_by_currency(expected: Expected, billed: Billed) -> Mapping[str, frozenset[str]]:
    """Group the models by the currency that they are expected in, else billed in."""
    found = dict(expected.currencies)
    worth: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for (slot, _, currency), net in billed.net.items():
        if currency:
            worth[slot.model][currency] += abs(net)
    for model, amounts in worth.items():
        found.setdefault(model, max(sorted(amounts), key=lambda name: amounts[name]))
    groups: dict[str, set[str]] = defaultdict(set)
    for model, currency in found.items():
        groups[currency].add(model)
    return {currency: frozenset(models) for currency, models in sorted(groups.items())}
