"""What a reconciliation says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from tokest.render.shown import Shown

if TYPE_CHECKING:
    from decimal import Decimal

    from tokest.render.table import Table

Status = Literal["matched", "only here", "only billed", "differs"]

CAUSES: Final = {
    "missing calls": "billed, but not here",
    "not billed": "here, but not on the bill",
    "batch": "billed as a batch file and expected as a plain call, or the other way round",
    "thinking": "billed at the price of thinking and expected without, or the other way round",
    "other tier": "billed in another tier of input length",
    "cache": "billed as another kind of cached or uncached input",
    "other variant": "billed as another variant, such as a resolution",
    "list price": "the list price on the bill is not that of the rate card",
    "exchange rate": "billed in another currency, converted at the rate given",
    "other currency": "billed in another currency; without a rate it is not added",
    "free quota": "taken off by a free quota or a package",
    "discount": "taken off the list price",
    "rounding": "rows are rounded to the digits that the bill prints",
    "adjustment": "refunds and adjustments",
    "doubled rows": "rows that the bill's files hold more than once",
    "unknown": "what is left",
}
"""The causes of a gap, and what each means, in the order in which they are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """A part of the gap; ``quantity`` is what it concerns, by noun."""

    name: str
    amount: Decimal
    quantity: tuple[tuple[str, Decimal], ...]
    first: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One model, day and unit on both sides; ``None`` is an amount that is not known."""

    model: str
    day: str
    unit: str
    status: Status
    here: Decimal
    billed: Decimal
    here_amount: Decimal | None
    billed_amount: Decimal | None
    causes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """Both sides in one currency; the causes sum to the gap exactly.

    ``foreign`` is what was billed in other currencies without a rate to convert it by, and
    ``unpriced`` the expected quantities without a price, by noun.
    """

    currency: str
    here: Decimal
    billed: Decimal
    gap: Decimal
    causes: tuple[Cause, ...]
    cells: tuple[Cell, ...]
    foreign: tuple[tuple[str, Decimal], ...]
    unpriced: tuple[tuple[str, Decimal], ...]
    tolerance: Decimal
    within: bool
    notes: tuple[str, ...]


class Reconciliations(Shown, tuple[Reconciliation, ...]):
    """Both sides, one currency after the other."""

    __slots__ = ()

    def table(self) -> Table:
        """Lay out what each gap is made of."""
        from tokest.usage.reconcile.tables import causes_table  # noqa: PLC0415  # to be looked at

        return causes_table(self)
