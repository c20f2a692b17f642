"""From usage and prices to the lines of a receipt."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tokest.rates.receipt import Line
from tokest.units import EXACT, UNITS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from tokest.rates.modes import Found, Mode
    from tokest.units import Unit, Usage

_ALWAYS: Final = ("input", "output")
"""Units with a line even where none is used, if they have a price."""

_PRICED: Final = tuple(unit for unit in UNITS if unit.own_price)
_STAND_INS: Final = tuple(unit for unit in UNITS if unit.stands_in)


def make_lines(usage: Usage, mode: Mode) -> Iterator[Line]:
    """Yield a line for each unit used, and for input and output always."""
    counts = usage.leaves()
    _stand_in(counts, mode)
    for unit in _PRICED:
        quantity = counts.get(unit.field, 0)
        if not quantity and unit.name not in _ALWAYS:
            continue
        if mode.rate.marginal and quantity:
            yield from _bands(unit, quantity, mode)
            continue
        found = mode.find(unit, mode.tier)
        if quantity or found is not None:
            yield make_line(unit, quantity, found)


def _stand_in(counts: dict[str, int], mode: Mode) -> None:
    """Count kinds of input that the rate has no price for as plain input, and say so."""
    if mode.tier is None:
        return
    for unit in _STAND_INS:
        if counts.get(unit.field) and not mode.knows(unit):
            counts["input_tokens"] = counts.get("input_tokens", 0) + counts.pop(unit.field)
            mode.notes.append(f"no price for {unit.name} on record: billed as input")


def _bands(unit: Unit, quantity: int, mode: Mode) -> Iterator[Line]:
    """Cut a quantity at the bounds of marginal tiers; each part has its tier's price."""
    done = 0
    for tier in mode.tiers:
        upper = quantity if tier.up_to is None else min(quantity, tier.up_to)
        if upper > done:
            line = make_line(unit, upper - done, mode.find(unit, tier))
            yield replace(line, why=f"{done + 1:,} to {upper:,}")
            done = upper
    if quantity > done:
        yield make_line(unit, quantity - done, None)


def with_minimum(lines: tuple[Line, ...], minimum: Decimal | None) -> tuple[Line, ...]:
    """Add what is missing to the least that a request costs."""
    if minimum is None or not any(line.quantity for line in lines):
        return lines
    missing = minimum
    for line in lines:
        if line.amount is None:
            return lines
        missing = EXACT.subtract(missing, line.amount)
    if missing <= 0:
        return lines
    line = Line(unit="minimum", quantity=1, rate=missing, per=1, amount=missing, printed=missing)
    return (*lines, replace(line, why=f"a request costs at least {minimum}"))


def make_line(unit: Unit, quantity: int, found: Found | None) -> Line:
    """Multiply a quantity by a price."""
    if found is None:
        return Line(unit=unit.name, quantity=quantity, rate=None, per=unit.per, amount=None)
    rate = found.rate()
    return Line(
        unit=unit.name,
        quantity=quantity,
        rate=rate,
        per=unit.per,
        amount=EXACT.divide(EXACT.multiply(rate, quantity), unit.per),
        printed=found.printed,
        factors=found.factors,
        why=found.why,
    )
