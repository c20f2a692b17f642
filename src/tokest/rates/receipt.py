"""What a receipt says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from tokest.render.shown import Shown

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from tokest.render.table import Table

Status = Literal["priced", "partial", "unpriced"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One unit of one request: ``amount = quantity x rate / per``; ``None`` is unknown.

    ``rate`` is the ``printed`` price times each of the named ``factors``; ``why`` says which price
    it is where that is not the plain one.
    """

    unit: str
    quantity: int
    rate: Decimal | None
    per: int
    amount: Decimal | None
    printed: Decimal | None = None
    factors: tuple[tuple[str, Decimal], ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt(Shown):
    """What a request costs, line by line, and what that rests on.

    ``per_request`` is the sum of the lines and ``total`` that sum for all `requests`; both are
    ``None`` unless every line has a price, so that an unpriced part never counts as free.
    ``problems`` says which limits the request exceeds and why a line has no price. ``rules`` are
    those of the vendor that shaped the price; ``assumptions`` what no page says.
    """

    model: str
    provider: str
    region: str
    currency: str
    status: Status
    requests: int
    per_request: Decimal | None
    total: Decimal | None
    lines: tuple[Line, ...]
    tier: str
    matched: str
    fits: bool | None
    problems: tuple[str, ...]
    assumptions: tuple[str, ...]
    source: str
    via: str | None
    checked: date
    service: str | None = None
    figure: str = "documented"
    rules: tuple[str, ...] = ()

    def table(self) -> Table:
        """Lay out the arithmetic, line by line."""
        from tokest.rates.receipt_table import receipt_table  # noqa: PLC0415  # to be looked at

        return receipt_table(self)
