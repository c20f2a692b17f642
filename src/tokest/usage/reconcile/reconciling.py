"""Hold what was expected against what was billed: a gap, and causes that sum to it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from tokest.units import EXACT
from tokest.usage.days import Span, day_name
from tokest.usage.reconcile.matching import Found, Matcher
from tokest.usage.reconcile.result import CAUSES, Cause, Cell, Reconciliation, Reconciliations
from tokest.usage.reconcile.sides import NOTHING, Billed, Expected, Slot, models_by_currency

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tokest.rates.card import ExchangeRate
    from tokest.usage.reconcile.result import Status
    from tokest.usage.record import UsageRecord
    from tokest.usage.seen import Doubles

DIGITS: Final = 12
"""Decimal places of amounts; what they cut off goes to the cause `unknown`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How both sides are compared.

    A row may be billed up to ``delay`` days from the day of its call. ``tolerance`` is the gap, in
    money, that is let pass.
    """

    span: Span = field(default_factory=Span)
    delay: int = 1
    tolerance: Decimal = Decimal("0.01")
    exchange: tuple[ExchangeRate, ...] = ()


def reconcile(
    here: Iterable[UsageRecord],
    billed: Iterable[UsageRecord],
    terms: Terms,
    doubles: Doubles | None = None,
) -> Reconciliations:
    """Reconcile records, by currency; `doubles` are those that the bill held more than once.

    The records on either side must be there once (see `tokest.usage.seen`). `doubles` is looked
    at when `billed` has been read to its end.
    """
    expected, bill = Expected(terms.span), Billed(terms.span)
    for record in terms.span.keep(here):
        expected.add(record)
    for record in terms.span.keep(billed):
        bill.add(record)
    groups = models_by_currency(expected, bill)
    return Reconciliations(
        _reconcile(expected, bill, models, _Money(currency, terms), doubles)
        for currency, models in groups.items()
    )


@dataclass(frozen=True, slots=True)
class _Money:
    """A currency, and what others are worth in it."""

    currency: str
    terms: Terms

    def rate(self, currency: str) -> Fraction | None:
        if currency in ("", self.currency):
            return Fraction(1)
        for known in self.terms.exchange:
            if (known.base, known.quote) == (currency, self.currency):
                return Fraction(known.rate)
            if (known.quote, known.base) == (currency, self.currency):
                return 1 / Fraction(known.rate)
        return None

    def converts(self, currency: str) -> bool:
        return self.rate(currency) is not None


def _reconcile(
    expected: Expected,
    bill: Billed,
    models: frozenset[str],
    money: _Money,
    doubles: Doubles | None,
) -> Reconciliation:
    here, there = expected.heaps(models), bill.heaps(models)
    for (_, _, currency), heap in there.items():
        rate = money.rate(currency)
        if rate is not None and heap.worth is not None:
            heap.worth *= rate
    sums = _Sums(money)
    sums.gather(here.items(), there.items(), bill, models)
    found = Matcher(here, there, money.currency, money.converts, money.terms.delay).match()
    sums.settle(found, bill, models)
    if doubles is not None:
        sums.double(doubles, found)
    return sums.done(found)


@dataclass(slots=True)
class _Sums:
    """Quantities and amounts of both sides, by slot and unit, before they are matched."""

    money: _Money
    here: dict[tuple[Slot, str], Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    there: dict[tuple[Slot, str], Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    worth: dict[tuple[Slot, str], Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    net: dict[tuple[Slot, str], Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    foreign: dict[str, Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    unpriced: dict[str, Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    doubled: Fraction = NOTHING

    def gather(self, here, there, bill: Billed, models: frozenset[str]) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        for (slot, line), heap in here:
            self.here[slot, line.unit] += heap.quantity
            self.worth[slot, line.unit] += heap.worth or NOTHING
            if heap.worth is None:
                self.unpriced[heap.noun] += heap.quantity
        for (slot, line, _), heap in there:
            self.there[slot, line.unit] += heap.quantity
        for (slot, unit, currency), amount in bill.net.items():
            if slot.model in models:
                rate = self.money.rate(currency)
                if rate is None:
                    self.foreign[currency] += Fraction(amount)
                else:
                    self.net[slot, unit] += Fraction(amount) * rate

    def settle(self, found: Found, bill: Billed, models: frozenset[str]) -> None:
        """Add the money that has a cause by itself, and prices that one side lacks."""
        for kept, amount in bill.changes(models).items():
            rate = self.money.rate(kept.currency)
            if rate is not None and amount:
                found.amounts[kept.cause, kept.slot, kept.unit] += amount * rate
                found.firsts.setdefault(kept.cause, bill.firsts.get(kept, ""))
        for where, amount in found.as_billed.items():
            self.worth[where] += amount
        for where, amount in found.as_expected.items():
            self.net[where] += amount

    def double(self, doubles: Doubles, found: Found) -> None:
        for currency, amount in doubles.amounts.items():
            rate = self.money.rate(currency)
            if currency == self.money.currency and rate is not None:
                self.doubled += Fraction(amount)
                found.firsts.setdefault("doubled rows", doubles.first)
                found.concern("doubled rows", "row", Fraction(doubles.rows))

    def done(self, found: Found) -> Reconciliation:
        here = _decimal(sum(self.worth.values(), NOTHING))
        billed = _decimal(sum(self.net.values(), NOTHING) + self.doubled)
        gap = EXACT.subtract(billed, here)
        amounts = {"doubled rows": self.doubled}
        for (cause, _, _), amount in found.amounts.items():
            amounts[cause] = amounts.get(cause, NOTHING) + amount
        known = {cause: _decimal(amount) for cause, amount in amounts.items()}
        known["unknown"] = gap
        for name in known.keys() - {"unknown"}:
            known["unknown"] = EXACT.subtract(known["unknown"], known[name])
        tolerance = self.money.terms.tolerance
        return Reconciliation(
            currency=self.money.currency,
            here=here,
            billed=billed,
            gap=gap,
            causes=tuple(_causes(known, found)),
            cells=tuple(self._cells(found)),
            foreign=_items(self.foreign),
            unpriced=_items(self.unpriced),
            tolerance=tolerance,
            within=abs(gap) <= tolerance,
            notes=tuple(_notes(found)),
        )

    def _cells(self, found: Found) -> Iterable[Cell]:
        causes: dict[tuple[Slot, str], list[str]] = defaultdict(list)
        for (cause, slot, unit), amount in found.amounts.items():
            if amount or cause in ("missing calls", "not billed"):
                causes[slot, unit].append(cause)
        places = {*self.here, *self.there, *self.net}
        for slot, unit in sorted(places, key=lambda at: (at[0].model, str(at[0].day), at[1])):
            at = slot, unit
            yield Cell(
                model=slot.model,
                day=day_name(slot.day),
                unit=unit,
                status=_status(self.here.get(at), self.there.get(at), causes.get(at, [])),
                here=_decimal(self.here.get(at, NOTHING)),
                billed=_decimal(self.there.get(at, NOTHING)),
                here_amount=_decimal(self.worth[at]) if at in self.worth else None,
                billed_amount=_decimal(self.net[at]) if at in self.net else None,
                causes=tuple(name for name in CAUSES if name in causes.get(at, [])),
            )


def _status(here: Fraction | None, there: Fraction | None, causes: list[str]) -> Status:
    if not there and "not billed" in causes:
        return "only here"
    if not here and "missing calls" in causes:
        return "only billed"
    return "differs" if causes else "matched"


def _causes(known: dict[str, Decimal], found: Found) -> Iterable[Cause]:
    quantities: dict[str, dict[str, Fraction]] = defaultdict(dict)
    for (cause, noun), quantity in found.quantities.items():
        quantities[cause][noun] = quantity
    for name in CAUSES:
        if known.get(name):
            yield Cause(
                name=name,
                amount=known[name],
                quantity=_items(quantities[name]),
                first=found.firsts.get(name, ""),
            )


def _notes(found: Found) -> Iterable[str]:
    if any(found.as_billed.values()):
        yield "what has no price here is expected at the price on the bill"
    if any(found.as_expected.values()):
        yield "what has no price on the bill is taken at the price expected here"
    if found.amounts_alone:
        yield "amounts billed without a quantity are held against all calls of their day"


def _items(amounts: dict[str, Fraction]) -> tuple[tuple[str, Decimal], ...]:
    return tuple(sorted((name, _decimal(amount)) for name, amount in amounts.items() if amount))


def _decimal(amount: Fraction) -> Decimal:
    """Write a fraction with at most `DIGITS` decimal places, half to even."""
    return EXACT.scaleb(Decimal(round(amount * 10**DIGITS)), -DIGITS)
