"""What one row of a bill, or one unit of a logged call, says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

Kind = Literal["usage", "refund", "adjustment"]

REQUEST: Final = "requests"
"""The unit of rows that count calls; they are not billed."""

COST: Final = "cost"
"""The unit of rows that are money alone, without what it was paid for."""

OTHER: Final = "other"
"""The unit of rows whose item is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meter:
    """What is metered: rows that differ in time and amount alone share one.

    ``model`` is the name as billed, ``matched`` the model of the rate card that it means
    (``None``: none). ``unit`` has the names of the rate card's units, ``noun`` is what its
    quantity counts. ``tier`` is the input, in thousands of tokens, above which the tier starts,
    ``variant`` what else the price depends on, such as a resolution.
    """

    model: str
    matched: str | None
    provider: str | None
    unit: str
    noun: str
    workspace: str = ""
    key: str = ""
    region: str = ""
    batch: bool = False
    thinking: bool = False
    tier: int = 0
    variant: str = ""
    channel: str = ""

    @property
    def mode(self) -> str:
        """Say in words how it was used.

        >>> meter = Meter(model="m", matched=None, provider=None, unit="input", noun="token",
        ...     batch=True, tier=256)
        >>> meter.mode
        'batch, above 256k'
        """
        words = ["batch"] if self.batch else []
        words += ["thinking"] if self.thinking else []
        words += [f"above {self.tier}k"] if self.tier else []
        words += [self.variant] if self.variant else []
        return ", ".join(words) or "plain"


class UsageRecord(NamedTuple):
    """A quantity of one meter, with where it was read and what it cost.

    A tuple, since a bill has millions: it is made in a quarter of a frozen dataclass's time.

    ``quantity`` is in the meter's noun, after deductions; ``deducted`` is what a free quota or a
    package took off it. ``list_price`` is for ``per`` of it. ``gross`` is the cost at list price,
    ``discount`` what was taken off and ``net`` what was billed; ``None`` is unknown.
    """

    source: str
    line: int
    id: str
    start: datetime | None
    end: datetime | None
    meter: Meter
    quantity: Decimal
    deducted: Decimal
    list_price: Decimal | None
    per: int
    gross: Decimal | None
    discount: Decimal | None
    net: Decimal | None
    currency: str | None
    kind: Kind = "usage"

    @property
    def place(self) -> str:
        """Say where the row stands."""
        return f"{self.source}:{self.line}"
