"""Exchange rates that a caller gives; tokest has none of its own."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING

from tokest.errors import InputError
from tokest.units import EXACT

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """What one unit of `base` was worth in `quote` on a day.

    >>> from datetime import date
    >>> rate = Exchange(base="CNY", quote="USD", rate=Decimal("0.14"), day=date(2026, 11, 20))
    >>> rate.convert(Decimal("2.4"))
    Decimal('0.336')
    """

    base: str
    quote: str
    rate: Decimal
    day: date

    def __post_init__(self) -> None:
        if not isinstance(self.rate, Decimal):
            raise InputError("exchange rate", f"must be a Decimal, got {self.rate!r}")
        if not (self.rate.is_finite() and self.rate > 0):
            raise InputError("exchange rate", f"must be above 0, got {self.rate}")
        if self.base == self.quote:
            raise InputError("exchange rate", f"{self.base} to itself")

    def convert(self, amount: Decimal | None) -> Decimal | None:
        """Convert an amount of `base`; unknown stays unknown."""
        with localcontext(EXACT):
            return None if amount is None else amount * self.rate

    def note(self) -> str:
        """Say in words what was done."""
        return f"{self.base} converted at {self.rate} {self.quote} of {self.day}"
