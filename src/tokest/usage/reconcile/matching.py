"""Match expected quantities with billed ones; each match that changes the price has a cause."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from tokest.usage.reconcile.sides import NOTHING, Heap, Line, Slot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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

        1. the same line on the same day, in the same currency, then in another;
        2. the same line within the days of delay;
        3. on the same day, lines that differ in one thing, then in several.
        """
        for wanted in (True, False):
            self._same_day(in_currency=wanted)
        self._within_delay()
        for most in (1, len(KINDS)):
            self._like(most)
        self._rest()
        return self.found

    def _same_day(self, *, in_currency: bool) -> None:
        for (slot, line, currency), there in self.there.items():
            if (currency in ("", self.currency)) is in_currency:
                here = self.here.get((slot, line))
                if here is not None:
                    self._pair(here, there, "list price", (slot, line.unit), currency)

    def _within_delay(self) -> None:
        by_line: dict[tuple[str, Line], list[tuple[Slot, Heap]]] = defaultdict(list)
        for (slot, line), here in self.here.items():
            if here.quantity > 0 and slot.day is not None:
                by_line[slot.model, line].append((slot, here))
        for (slot, line, currency), there in self._in_order():
            if there.quantity <= 0 or slot.day is None:
                continue
            for other, here in by_line.get((slot.model, line), ()):
                late = (slot.day - other.day).days if other.day else 0
                if 0 < abs(late) <= self.delay:
                    self._pair(here, there, "list price", (slot, line.unit), currency)

    def _like(self, most: int) -> None:
        """Match lines of one day that differ in at most this many things."""
        by_slot: dict[Slot, list[tuple[Line, Heap]]] = defaultdict(list)
        for (slot, line), here in self.here.items():
            if here.quantity > 0:
                by_slot[slot].append((line, here))
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
