"""What is billed: the fields of `Usage` are the units, and rates are priced by them."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from decimal import Context, Inexact
from typing import Final

from tokest.errors import InputError

PER: Final = 1_000_000
"""Tokens that one price stands for."""

EXACT: Final = Context(prec=100, traps=[Inexact])
"""For sums of money: wide enough for every product of prices and counts, and never rounding."""

MOST_TOKENS: Final = 10**12
"""More tokens than this in one request are a mistake in the call."""


def _tokens(inside: str | None = None, *, own_price: bool = True) -> int:
    metadata = {"inside": inside, "own_price": own_price}
    found: int = field(default=0, metadata=metadata)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Tokens of one request; inclusive counts, so cached input is inside `input_tokens`.

    Raises
    ------
    InputError
        when a count is no whole number, negative, absurd, or larger than the whole it is in.

    Examples
    --------
    >>> Usage(input_tokens=1_000, output_tokens=500, cache_read_tokens=400).leaf("input_tokens")
    600
    >>> Usage(input_tokens=10, cache_read_tokens=11)
    Traceback (most recent call last):
    tokest.errors.InputError: input_tokens: 10 is less than the 11 tokens inside it
    """

    input_tokens: int = _tokens()
    cache_read_tokens: int = _tokens("input_tokens")
    cache_read_explicit_tokens: int = _tokens("input_tokens")
    cache_write_tokens: int = _tokens("input_tokens")
    output_tokens: int = _tokens()
    reasoning_tokens: int = _tokens("output_tokens", own_price=False)

    def __post_init__(self) -> None:
        for unit in UNITS:
            whole_number(unit.field, getattr(self, unit.field), most=MOST_TOKENS)
        for unit in UNITS:
            if self.leaf(unit.field, every=True) < 0:
                inner: int = sum(
                    getattr(self, part.field) for part in UNITS if part.inside == unit.field
                )
                what = f"{getattr(self, unit.field)} is less than the {inner} tokens inside it"
                raise InputError(unit.field, what)

    def leaf(self, name: str, *, every: bool = False) -> int:
        """Give a unit's own tokens: its count less the units inside it that have a price.

        With `every`, all units inside it are taken off, priced or not.
        """
        inner: int = sum(
            getattr(self, unit.field)
            for unit in UNITS
            if unit.inside == name and (every or unit.own_price)
        )
        whole: int = getattr(self, name)
        return whole - inner


@dataclass(frozen=True, slots=True)
class Unit:
    """One billable unit, made from a field of `Usage`.

    `name` is its key in the rate card, `inside` the field whose count includes it. A unit without
    a price of its own (`own_price` false) is billed as a part of that field.
    """

    name: str
    field: str
    inside: str | None
    own_price: bool


def whole_number(where: str, value: object, *, least: int = 0, most: int) -> int:
    """Check a count that a caller gave.

    >>> whole_number("requests", 10_000, least=1, most=10**9)
    10000
    """
    if not isinstance(value, int) or isinstance(value, bool):
        raise InputError(where, f"must be a whole number, got {value!r}")
    if not least <= value <= most:
        raise InputError(where, f"must be between {least} and {most:,}, got {value}")
    return value


UNITS: Final = tuple(
    Unit(
        name=unit.name.removesuffix("_tokens"),
        field=unit.name,
        inside=unit.metadata["inside"],
        own_price=unit.metadata["own_price"],
    )
    for unit in fields(Usage)
)
