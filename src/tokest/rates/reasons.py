"""Why a price list of others may have another price than the card: what the row itself says."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from typing import TYPE_CHECKING, Final

from tokest.rates.terms import holds
from tokest.units import EXACT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from tokest.rates.card import Rate
    from tokest.rates.quotes import Pair, Quote

_PARTS: Final = ("output_image", "output_audio")
"""What a list without units for kinds of output may mean by output."""

_NEAR: Final = Decimal("0.05")
"""A rounded price is not farther off than this, relative to the price."""


def explain(rate: Rate, found: tuple[Quote, ...], day: date, pair: Pair) -> str | None:
    """Explain a disagreement about a price of a rate (`found` are all of them), if it can be."""
    return next(_reasons(rate, found, day, pair), None)


def _reasons(rate: Rate, found: tuple[Quote, ...], day: date, pair: Pair) -> Iterator[str]:
    ours, theirs = pair.one, pair.other
    if ours is None or theirs is None or ours == theirs:
        return
    if rate.disputed is not None:
        yield rate.disputed
    if rate.promotion is not None and holds(rate.promotion, day):
        factor = rate.promotion.factor
        if theirs == EXACT.multiply(ours, factor):
            yield f"the limited-time price, x {factor}"
    if theirs in _peak_prices(rate, found, pair):
        yield "the price of the peak hours"
    if pair.up_to is not None and pair.up_to - pair.over == 1:
        yield f"the next tier begins one token earlier there, with {pair.up_to:,}"
    for quote in found:
        if pair.key.unit == "output" and quote.key.unit in _PARTS and quote.amount == theirs:
            yield f"one price for all output there, that of {quote.key}"
    if is_rounded(ours, theirs):
        yield "rounded there"


def _peak_prices(rate: Rate, found: tuple[Quote, ...], pair: Pair) -> set[Decimal]:
    peak = replace(pair.key, mode="peak")
    prices = {quote.amount for quote in found if quote.key == peak}
    if rate.peak is not None and rate.peak.factor is not None and pair.one is not None:
        prices.add(EXACT.multiply(pair.one, rate.peak.factor))
    return prices


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
