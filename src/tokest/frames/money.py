"""What requests cost by their input tokens alone: straight pieces made from exact receipts.

A price is linear in the input tokens within a tier, or on either side of a minimum. So a few
receipts say exactly what any number of requests cost, and sums of tokens are enough for a total.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from tokest.rates.limits import fit
from tokest.rates.load import builtin_card
from tokest.rates.match import find_model
from tokest.rates.price import make_receipt
from tokest.rates.terms import Terms, choose_rate
from tokest.units import EXACT, MOST_TOKENS, Usage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from tokest.frames.options import Sending
    from tokest.rates.match import Match

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

CLOSE: Final = Decimal("1e-18")
"""Two receipts that differ by less are the same; tiers that are shared out divide."""


@dataclass(frozen=True, slots=True)
class Piece:
    """The price of a request of at most `up_to` input tokens; ``None`` is unknown."""

    up_to: int
    fixed: Decimal | None
    per_token: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What one request costs by its input tokens, and the most that the model accepts.

    `most_input` is ``None`` where no limit is known, and -1 where no input fits.
    """

    model: str
    currency: str
    pieces: tuple[Piece, ...]
    most_input: int | None
    assumptions: tuple[str, ...]
    source: str

    def places(self, tokens: Ints) -> NDArray[np.intp]:
        """Say which piece each request is priced by."""
        bounds = np.array([piece.up_to for piece in self.pieces], np.int64)
        return bounds.searchsorted(tokens)

    def costs(self, tokens: Ints) -> Floats:
        """Price requests one by one; NaN is unknown."""
        fixed = [np.nan if one.fixed is None else float(one.fixed) for one in self.pieces]
        slopes = [float(one.per_token) for one in self.pieces]
        places = self.places(tokens)
        costs: Floats = np.array(fixed).take(places) + np.array(slopes).take(places) * tokens
        return costs

    def total(self, rows: Sequence[int], tokens: Sequence[int]) -> Decimal:
        """Price all that has a price, by the rows and tokens of each piece.

        >>> from tokest.frames.options import Sending
        >>> prices = find_prices("qwen-max", Sending(output_tokens=500, region="intl"))
        >>> prices.total([2] + [0] * 9, [3000] + [0] * 9).normalize()
        Decimal('0.0112')
        """
        sums = (
            piece.fixed * rows + piece.per_token * tokens
            for piece, rows, tokens in zip(self.pieces, rows, tokens, strict=False)
            if piece.fixed is not None
        )
        return sum(sums, Decimal(0))


def find_prices(model: str, sending: Sending) -> Prices:
    """Find what requests to a model cost, sent in one way.

    Raises
    ------
    UnknownModelError, AmbiguousModelError, RegionError, InputError
        as `tokest.rates.price.price` does.
    """
    match = find_model(builtin_card() if sending.card is None else sending.card, model)
    terms = Terms(
        region=sending.region, batch=sending.batch, thinking=sending.thinking, at=sending.at
    )
    rate = choose_rate(match, terms, [])
    bounds = {tier.up_to for tier in rate.tiers if tier.up_to is not None}
    edges = [-1, *sorted(bounds), MOST_TOKENS]

    def price(tokens: int) -> Decimal | None:
        usage = Usage(input_tokens=tokens, output_tokens=sending.output_tokens)
        return make_receipt(usage, match, terms).per_request

    receipt = make_receipt(Usage(output_tokens=sending.output_tokens), match, terms)
    return Prices(
        model=model,
        currency=receipt.currency,
        pieces=tuple(
            piece for low, up_to in pairwise(edges) for piece in _pieces(price, low + 1, up_to)
        ),
        most_input=_most_input(match, sending.output_tokens, thinking=bool(sending.thinking)),
        assumptions=receipt.assumptions,
        source=receipt.source,
    )


def _pieces(price: Callable[[int], Decimal | None], start: int, up_to: int) -> Iterator[Piece]:
    """Yield the one or two straight pieces of a price that bends at most once."""
    if up_to - start < 2:  # noqa: PLR2004  # too short for two lines
        yield from (Piece(tokens, price(tokens), Decimal(0)) for tokens in range(start, up_to + 1))
        return
    first = price(start)
    if first is None or price(up_to) is None:
        yield Piece(up_to, None, Decimal(0))
        return
    left = _line(price, start)
    right = _line(price, up_to - 1)
    if abs(right[0] + right[1] * start - first) > CLOSE:
        bend = int((left[0] - right[0]) / (right[1] - left[1]))
        yield Piece(bend, *left)
    yield Piece(up_to, *right)


def _line(price: Callable[[int], Decimal | None], at: int) -> tuple[Decimal, Decimal]:
    """Give the line through the prices of a number of tokens and of one more."""
    here, there = price(at) or Decimal(0), price(at + 1) or Decimal(0)
    slope = EXACT.subtract(there, here)
    return EXACT.subtract(here, EXACT.multiply(slope, Decimal(at))), slope


def _most_input(match: Match, output_tokens: int, *, thinking: bool) -> int | None:
    """Find the most input that is accepted beside the output."""

    def fits(tokens: int) -> bool | None:
        usage = Usage(input_tokens=tokens, output_tokens=output_tokens)
        return fit(match.model, usage, thinking=thinking).ok

    if fits(0) is None:
        return None
    low, high = -1, MOST_TOKENS  # the first fits in any case, and the last never
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if fits(middle) is False else (middle, high)
    return low
