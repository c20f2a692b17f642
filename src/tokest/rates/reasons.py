"""Why a price list of others may have another price than the card: what the row itself says."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from typing import TYPE_CHECKING, Final

from tokest.rates.terms import holds
from tokest.units import EXACT

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from tokest.rates.card import Rate
    from tokest.rates.quotes import Pair, Quote

_NEAR: Final = Decimal("0.05")
"""A rounded price is not farther off than this, relative to the price."""


def explainer(rate: Rate, found: tuple[Quote, ...], day: date) -> Callable[[Pair], str | None]:
    """Make what explains a disagreement about a rate: by what the row says, or by its terms."""
    peaks = {quote.key: quote.amount for quote in found if quote.key.mode == "peak"}
    factor = rate.peak.factor if rate.peak else None
    promotion = rate.promotion if rate.promotion and holds(rate.promotion, day) else None

    def explain(pair: Pair) -> str | None:
        if pair.one is None or pair.other is None or pair.one == pair.other:
            return None
        if rate.disputed is not None:
            return rate.disputed
        if promotion is not None and pair.other == EXACT.multiply(pair.one, promotion.factor):
            return f"the limited-time price, x {promotion.factor}"
        peak = EXACT.multiply(pair.one, factor) if factor is not None else None
        if pair.other in (peak, peaks.get(replace(pair.key, mode="peak"))):
            return "the price of the peak hours"
        if pair.up_to is not None and pair.up_to - pair.over == 1:
            return f"the next tier begins one token earlier there, with {pair.up_to:,}"
        return "rounded there" if is_rounded(pair.one, pair.other) else None

    return explain


def is_rounded(ours: Decimal, theirs: Decimal) -> bool:
    """Whether a price is ours with fewer digits.

    >>> is_rounded(Decimal("0.125"), Decimal("0.13")), is_rounded(Decimal("1.4"), Decimal(1))
    (True, False)
    """
    digits = len(theirs.normalize().as_tuple().digits)
    rounded = {
        Context(prec=digits, rounding=way).create_decimal(ours)
        for way in (ROUND_HALF_EVEN, ROUND_HALF_UP)
    }
    return theirs in rounded and abs(ours - theirs) <= ours * _NEAR
