"""What a receipt says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

Status = Literal["priced", "partial", "unpriced"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One unit of one request: ``amount = tokens x rate / per``; ``None`` is unknown."""

    unit: str
    tokens: int
    rate: Decimal | None
    per: int
    amount: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a request costs, line by line, and what that rests on.

    ``per_request`` is the sum of the lines and ``total`` that sum for all `requests`; both are
    ``None`` unless every line has a price, so that an unpriced part never counts as free.
    ``problems`` says which limits the request exceeds and why a line has no price.
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
