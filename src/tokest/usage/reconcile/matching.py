"""Match expected quantities with billed ones; each match that changes the price has a cause."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from tokest.usage.reconcile.sides import NOTHING, Heap, Line, Slot
from tokest.usage.record import COST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

Here = dict[tuple[Slot, Line], Heap]
There = dict[tuple[Slot, Line, str], Heap]

CACHED: Final = frozenset(
    {"input", "cache_read", "cache_read_explicit", "cache_write", "cache_write_1h"}
)

KINDS: Final[tuple[tuple[str, Callable[[Line], object]], ...]] = (
    ("batch", lambda line: line.batch),
    ("thinking", lambda line: line.thinking),
    ("other tier", lambda line: line.tier),
    ("cache", lambda line: line.unit),
    ("other variant", lambda line: line.variant),
)
"""What lines may differ in, in the order in which a difference is named."""


@dataclass(slots=True)
class Found:
    """The causes found, by slot and unit, with what they concern.

    What has a price on one side only is taken at that price on the other (`as_billed`: without
    an expected price), so that it makes no gap.
    """

    amounts: dict[tuple[str, Slot, str], Fraction] = field(
        default_factory=lambda: defaultdict(Fraction)
    )
    quantities: dict[tuple[str, str], Fraction] = field(
        default_factory=lambda: defaultdict(Fraction)
    )
    firsts: dict[str, str] = field(default_factory=dict)
    as_billed: dict[tuple[Slot, str], Fraction] = field(
        default_factory=lambda: defaultdict(Fraction)
    )
    as_expected: dict[tuple[Slot, str], Fraction] = field(
        default_factory=lambda: defaultdict(Fraction)
    )
    amounts_alone: bool = False

    def add(self, cause: str, where: tuple[Slot, str], amount: Fraction, heap: Heap) -> None:
        """Add an amount to a cause."""
        self.amounts[cause, *where] += amount
        self.firsts.setdefault(cause, heap.first)

    def concern(self, cause: str, noun: str, quantity: Fraction) -> None:
        """Say what quantity a cause concerns."""
        self.quantities[cause, noun] += quantity


@dataclass(slots=True)
class Matcher:
    """Both sides of the models of one currency."""

    here: Here
    there: There
    currency: str
    converted: Callable[[str], bool]
    delay: int
    found: Found = field(default_factory=Found)

    def match(self) -> Found:
        """Match in passes: the nearest likeness first; what is left is missing on one side.

        1. amounts that are billed without a quantity, with all of their unit and day;
        2. the same line on the same day, in the same currency, then in another;
        3. the same line within the days of delay;
        4. on the same day, lines that differ in one thing, then in several.
        """
        self._amounts_alone()
        for wanted in (True, False):
            self._same_day(in_currency=wanted)
        self._within_delay()
        for most in (1, len(KINDS)):
            self._like(most)
        self._rest()
        return self.found

    def _amounts_alone(self) -> None:
        """Hold amounts of a unit, or of all units, against what was called on their day."""
        by_slot = self._by_slot()
        alone = [one for one in self._in_order() if not one[1].quantity and one[1].worth]
        for (slot, line, currency), there in sorted(alone, key=lambda one: one[0][1].unit == COST):
            if currency not in ("", self.currency) and not self.converted(currency):
                continue
            meant = [
                heap
                for other, heap in by_slot.get(slot, ())
                if line.unit in (COST, other.unit) and heap.quantity > 0 and heap.worth is not None
            ]
            if meant:
                off = (there.worth or NOTHING) - sum(
                    (one.worth or NOTHING for one in meant), NOTHING
                )
                self.found.add("unknown", (slot, line.unit), off, there)
                self.found.amounts_alone = True
                there.worth = NOTHING
                for heap in meant:
                    heap.take(heap.quantity)

    def _by_slot(self) -> dict[Slot, list[tuple[Line, Heap]]]:
        found: dict[Slot, list[tuple[Line, Heap]]] = defaultdict(list)
        for (slot, line), here in self.here.items():
            if here.quantity > 0:
                found[slot].append((line, here))
        return found

    def _same_day(self, *, in_currency: bool) -> None:
        for (slot, line, currency), there in self.there.items():
            if (currency in ("", self.currency)) is in_currency:
                here = self.here.get((slot, line))
                if here is not None:
                    self._pair(here, there, "list price", (slot, line.unit), currency)

    def _within_delay(self) -> None:
        """Match with the days around, those before first: a call is billed late, if not in time."""
        around = [*range(-self.delay, 0), *range(1, self.delay + 1)]
        for (slot, line, currency), there in self._in_order():
            if there.quantity <= 0 or slot.day is None:
                continue
            for days in around:
                here = self.here.get((Slot(slot.model, _after(slot.day, days)), line))
                if here is not None:
                    self._pair(here, there, "list price", (slot, line.unit), currency)

    def _like(self, most: int) -> None:
        """Match lines of one day that differ in at most this many things."""
        by_slot = self._by_slot()
        for cause, _ in KINDS:
            for (slot, line, currency), there in self._in_order():
                for other, here in by_slot.get(slot, ()):
                    names = list(_differences(line, other))
                    if names and len(names) <= most and names[0] == cause:
                        self._pair(here, there, cause, (slot, line.unit), currency)

    def _in_order(self) -> Iterator[tuple[tuple[Slot, Line, str], Heap]]:
        """Give what was billed in an order that does not depend on the order of rows."""
        order = sorted(self.there.items(), key=lambda item: _rank(item[0]))
        return iter(order)

    def _pair(
        self, here: Heap, there: Heap, cause: str, where: tuple[Slot, str], currency: str
    ) -> None:
        """Match as much as both have; the difference of their prices is the cause's amount."""
        quantity = min(here.quantity, there.quantity)
        if quantity <= 0:
            return
        expected, billed = here.price, there.price
        if currency not in ("", self.currency):
            cause = "exchange rate" if self.converted(currency) else "other currency"
            billed = billed if self.converted(currency) else NOTHING
        if expected is None and billed is not None:
            self.found.as_billed[where] += quantity * billed
        if billed is None and expected is not None:
            self.found.as_expected[where] += quantity * expected
        if billed is not None and expected is not None and billed != expected:
            self.found.add(cause, where, quantity * (billed - expected), there)
            self.found.concern(cause, there.noun, quantity)
        here.take(quantity)
        there.take(quantity)

    def _rest(self) -> None:
        for (slot, line), here in self.here.items():
            if here.quantity:
                self.found.concern("not billed", here.noun, here.quantity)
                self.found.add("not billed", (slot, line.unit), -(here.worth or NOTHING), here)
        for (slot, line, currency), there in self.there.items():
            if there.quantity or there.worth:
                foreign = currency not in ("", self.currency) and not self.converted(currency)
                worth = NOTHING if foreign else there.worth or NOTHING
                self.found.concern("missing calls", there.noun, there.quantity)
                self.found.add("missing calls", (slot, line.unit), worth, there)


def _after(day: date, days: int) -> date | None:
    """Give another day; there is none beyond the calendar."""
    try:
        return day + timedelta(days)
    except OverflowError:
        return None


def _differences(one: Line, other: Line) -> Iterator[str]:
    """Name what lines differ in; nothing, if they are about different things."""
    if one.unit != other.unit and not {one.unit, other.unit} <= CACHED:
        return
    for cause, part in KINDS:
        if part(one) != part(other):
            yield cause


def _rank(key: tuple[Slot, Line, str]) -> tuple[str, str, Line, str]:
    slot, line, currency = key
    return slot.model, str(slot.day), line, currency
