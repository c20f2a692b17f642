"""The sums of a batch file, and its most expensive requests."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal, localcontext
from fractions import Fraction
from heapq import heappush, heappushpop
from typing import TYPE_CHECKING, Any, Final

from tokest.errors import RegionError
from tokest.plan.batch_values import BatchItem
from tokest.plan.pricing import Pricer
from tokest.prompts.batch.ledger import Problems
from tokest.rates.price import make_receipt
from tokest.units import EXACT, UNITS, Usage

if TYPE_CHECKING:
    from tokest.prompts.batch.counting import Counted
    from tokest.prompts.batch.limits import BatchLimits
    from tokest.rates.match import Match
    from tokest.rates.receipt import Receipt
    from tokest.rates.terms import Terms

TOP: Final = 10
"""The most expensive requests that are kept."""

MOST_NOTES: Final = 50
"""Different notes that are kept; files that say something new in each line end there."""

APART: Final = frozenset(
    unit.field
    for unit in UNITS
    if unit.inside == "input_tokens" and unit.field.startswith("input_")
)
"""Kinds of input that may have a price of their own."""

Costs = tuple[Decimal | None, Decimal | None, Decimal | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request as it is priced."""

    line: int
    id: str | None
    model: str
    match: Match | None
    terms: Terms
    output_tokens: int


@dataclass(slots=True)
class Totals:
    """Sums that grow with each request."""

    tokens: int = 0
    low: int = 0
    high: int = 0
    unbounded: int = 0
    output: int = 0
    unpriced: int = 0
    uncounted: Problems = field(default_factory=Problems)
    too_big: Problems = field(default_factory=Problems)
    offers: Problems = field(default_factory=Problems)
    costs: list[Decimal] = field(default_factory=lambda: [Decimal(0)] * 3)
    currencies: dict[str, None] = field(default_factory=dict)
    regions: dict[str, None] = field(default_factory=dict)
    methods: dict[str, None] = field(default_factory=dict)
    sources: dict[str, None] = field(default_factory=dict)
    notes: dict[str, None] = field(default_factory=dict)
    _top: list[tuple[tuple[bool, Decimal, int, int], BatchItem]] = field(default_factory=list)
    _pricers: dict[tuple[str, bool | None], Pricer | str] = field(default_factory=dict)

    def note(self, text: str) -> None:
        """Note what has to be said with the sums, once."""
        if len(self.notes) < MOST_NOTES:
            self.notes[text] = None

    def add(self, asked: Asked, found: Counted, limits: BatchLimits | None) -> None:
        """Add a request."""
        self.tokens += found.tokens
        self.low += found.low
        self.high += found.high or 0
        self.unbounded += found.high is None
        self.output += asked.output_tokens
        for note in found.notes:
            self.note(note)
        if found.unknown:
            self.uncounted.add(asked.line, found.unknown[0])
        if found.method is not None:
            self.methods[found.method] = None
        most = limits.most_input(asked.model) if limits else None
        if most is not None and found.low > most:
            self.too_big.add(
                asked.line, f"{found.tokens:,} input tokens > {most:,} in a batch file"
            )
        cost, currency = self._price(asked, found)
        self._rank(asked, found, cost, currency)

    def top(self) -> tuple[BatchItem, ...]:
        """Give the most expensive requests, the first of equals first."""
        return tuple(item for _, item in sorted(self._top, key=lambda one: one[0], reverse=True))

    def total(self, requests: int) -> Costs:
        """Give the cost of all requests, at the counts, at their low and at their high ends."""
        if self.unpriced or len(self.currencies) != 1 or not requests:
            return None, None, None
        middle, low, high = self.costs
        return (
            None if self.uncounted.count else middle,
            low,
            None if self.unbounded else high,
        )

    def _price(self, asked: Asked, found: Counted) -> tuple[Decimal | None, str | None]:
        """Price a request at its count and at both ends of it."""
        pricer = self._pricer(asked)
        if isinstance(pricer, str):
            self.unpriced += 1
            return None, None
        if found.media and APART:
            return self._apart(asked, found, pricer)
        middle, receipt = pricer.cost(found.tokens, asked.output_tokens)
        if receipt.fits is False and pricer.cost(found.low, asked.output_tokens)[1].fits is False:
            self.too_big.add(asked.line, receipt.problems[0])
        ends = [middle, middle]
        most = found.tokens if found.high is None else found.high
        if found.low != found.tokens or most != found.tokens:
            ends = [pricer.cost(end, asked.output_tokens)[0] for end in (found.low, most)]
        return self._sum(asked, receipt, (middle, *ends))

    def _apart(
        self, asked: Asked, found: Counted, pricer: Pricer
    ) -> tuple[Decimal | None, str | None]:
        """Price a request whose media may have prices of their own."""
        amounts: list[Decimal | None] = []
        receipts = []
        most = found.tokens if found.high is None else found.high
        for tokens in (found.tokens, found.low, most):
            share = Fraction(tokens, found.tokens) if tokens < found.tokens else Fraction(1)
            media: dict[str, Any] = {
                f"input_{kind}_tokens": int(count * share)
                for kind, count in found.media
                if f"input_{kind}_tokens" in APART
            }
            usage = Usage(input_tokens=tokens, output_tokens=asked.output_tokens, **media)
            receipts.append(pricer.ask(usage))
            amounts.append(receipts[-1].per_request)
        if receipts[1].fits is False:
            self.too_big.add(asked.line, receipts[0].problems[0])
        return self._sum(asked, receipts[0], tuple(amounts))

    def _sum(
        self, asked: Asked, receipt: Receipt, amounts: tuple[Decimal | None, ...]
    ) -> tuple[Decimal | None, str | None]:
        """Add what a request costs at its count, its low and its high end."""
        middle = amounts[0]
        if middle is None:
            self.unpriced += 1
            self._unpriced(asked, receipt)
            return None, receipt.currency
        with localcontext(EXACT):
            for at, amount in enumerate(amounts):
                self.costs[at] += middle if amount is None else amount
        self._remember(receipt)
        return middle, receipt.currency

    def _pricer(self, asked: Asked) -> Pricer | str:
        """Find the pricer of a model and mode, or why it has none."""
        match, terms = asked.match, asked.terms
        if match is None:
            return "not in the rate card"
        key = asked.model, terms.thinking
        if key not in self._pricers:
            pricer = Pricer(lambda usage: make_receipt(usage, match, terms))
            try:
                pricer.cost(0, 0)
                self._pricers[key] = pricer
            except RegionError as error:
                self._pricers[key] = str(error)
                self.offers.add(asked.line, str(error))
        return self._pricers[key]

    def _unpriced(self, asked: Asked, receipt: Receipt) -> None:
        reasons = [one for one in receipt.problems if "price" in one] or ["no price on record"]
        what = f"{asked.model} in region {receipt.region}: {reasons[0]}"
        if what not in self.notes:
            self.offers.add(asked.line, what)
            self.note(what)

    def _remember(self, receipt: Receipt) -> None:
        self.currencies[receipt.currency] = None
        self.regions[receipt.region] = None
        self.sources[receipt.source] = None
        for note in receipt.assumptions:
            self.note(note)

    def _rank(
        self, asked: Asked, found: Counted, cost: Decimal | None, currency: str | None
    ) -> None:
        """Keep a request if it is among the most expensive."""
        rank = (cost is not None, cost or Decimal(0), found.tokens, -asked.line)
        full = len(self._top) >= TOP
        if full and rank <= self._top[0][0]:
            return
        item = BatchItem(
            line=asked.line,
            id=asked.id,
            model=asked.model,
            input_tokens=None if found.unknown else found.tokens,
            input_low=found.low,
            input_high=found.high,
            output_tokens=asked.output_tokens,
            cost=None if found.unknown else cost,
            currency=currency,
        )
        (heappushpop if full else heappush)(self._top, (rank, item))
