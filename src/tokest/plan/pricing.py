"""Price very many requests of one model: as exactly as `price`, a thousand times as fast."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, Final

from tokest.units import EXACT, MOST_TOKENS, Usage

if TYPE_CHECKING:
    from collections.abc import Callable

    from tokest.rates.receipt import Receipt

MOST_SPANS: Final = 1000
"""Spans that are kept; a file with more kinds of answers is priced one by one."""


@dataclass(slots=True)
class _Span:
    """Requests with `low` to `high` input tokens, priced alike."""

    low: int
    high: int
    receipt: Receipt
    rates: tuple[Decimal, Decimal] | None


@dataclass(slots=True)
class Pricer:
    """Prices by spans of input tokens, which are found by asking for a receipt here and there.

    Between two receipts of one tier and the same rates every request is priced by them, since
    tiers are intervals. What is not simply rate times tokens is never taken together.
    """

    ask: Callable[[Usage], Receipt]
    _spans: dict[int, list[_Span]] = field(default_factory=dict)
    _kept: int = 0

    def cost(self, input_tokens: int, output_tokens: int) -> tuple[Decimal | None, Receipt]:
        """Price a request: its cost, and the receipt of one like it, or its own.

        >>> from tokest.rates.price import price
        >>> pricer = Pricer(lambda usage: price(usage, "qwen-max", region="intl"))
        >>> pricer.cost(1_000, 500)[0]
        Decimal('0.0048000')
        """
        spans = self._spans.setdefault(output_tokens, [])
        span = next((one for one in spans if one.low <= input_tokens <= one.high), None)
        if span is None:
            span = self._find(input_tokens, output_tokens, spans)
        if span.rates is None:
            if span.low == span.high or span.receipt.per_request is None:
                return span.receipt.per_request, span.receipt
            receipt = self._receipt(input_tokens, output_tokens)
            return receipt.per_request, receipt
        with localcontext(EXACT):
            return span.rates[0] * input_tokens + span.rates[1] * output_tokens, span.receipt

    def _receipt(self, input_tokens: int, output_tokens: int) -> Receipt:
        return self.ask(Usage(input_tokens=input_tokens, output_tokens=output_tokens))

    def _find(self, tokens: int, output: int, spans: list[_Span]) -> _Span:
        """Make the span around a request, as far as it goes."""
        receipt = self._receipt(tokens, output)
        span = _Span(tokens, tokens, receipt, _rates(receipt))
        if self._kept >= MOST_SPANS:
            return span
        if span.rates is not None:
            span.high = self._end(span, output, MOST_TOKENS)
            span.low = self._end(span, output, 0)
        self._kept += 1
        spans.append(span)
        return span

    def _end(self, span: _Span, output: int, limit: int) -> int:
        """Find the last number of tokens on the way to a limit that is priced as the span is.

        In steps that double, and then halve: a few dozen receipts, however far it goes.
        """
        way = 1 if limit > span.low else -1
        last, step = span.low, 1
        while step:
            further = min(max(last + way * step, 0), MOST_TOKENS)
            if further != last and self._same(span, further, output):
                last, step = further, step * 2
            else:
                step //= 2
        return last

    def _same(self, span: _Span, tokens: int, output: int) -> bool:
        receipt = self._receipt(tokens, output)
        return _alike(span.receipt, span.rates, receipt, _rates(receipt))


Rates = tuple[Decimal, Decimal] | None


def _alike(one: Receipt, rates: Rates, other: Receipt, others: Rates) -> bool:
    return rates is not None and (one.tier, one.fits, one.problems, rates) == (
        other.tier,
        other.fits,
        other.problems,
        others,
    )


def _rates(receipt: Receipt) -> Rates:
    """Read what one token of input and of output costs, if that is all there is to it."""
    if receipt.per_request is None:
        return None
    found = {"input": Decimal(0), "output": Decimal(0)}
    with localcontext(EXACT):
        for line in receipt.lines:
            if line.unit not in found or line.rate is None:
                return None
            found[line.unit] = line.rate / line.per
        total = sum((found[line.unit] * line.quantity for line in receipt.lines), start=Decimal(0))
    return (found["input"], found["output"]) if total == receipt.per_request else None
