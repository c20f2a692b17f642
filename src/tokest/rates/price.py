"""Price the usage of a request: exact decimal arithmetic, every choice named."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, Final

from tokest.rates.limits import fit
from tokest.rates.load import builtin_card
from tokest.rates.match import find_model
from tokest.rates.receipt import Line, Receipt
from tokest.rates.terms import Terms, choose_rate, peak_factor, thinks
from tokest.units import EXACT, PER, UNITS, Unit, Usage, whole_number

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from tokest.rates.card import Prices, Rate, RateCard, Tier
    from tokest.rates.match import Match
    from tokest.rates.receipt import Status

MOST_REQUESTS: Final = 10**12


def price(  # noqa: PLR0913  # one keyword for each thing that changes a price
    usage: Usage,
    model: str,
    *,
    region: str | None = None,
    batch: bool = False,
    thinking: bool | None = None,
    requests: int = 1,
    at: date | datetime | None = None,
    card: RateCard | None = None,
) -> Receipt:
    """Price the usage of one request, and of `requests` like it.

    The tier is chosen by the whole request's input tokens and prices all of it.

    Raises
    ------
    UnknownModelError, AmbiguousModelError
        with the nearest names.
    RegionError
        when the model has no rate there or on that day.
    InputError
        for a count or an instant that cannot be.

    Examples
    --------
    >>> found = price(Usage(input_tokens=1_000, output_tokens=500), "qwen-max", region="intl")
    >>> found.total, found.currency
    (Decimal('0.0048'), 'USD')
    """
    terms = Terms(region=region, batch=batch, thinking=thinking, at=at)
    match = find_model(builtin_card() if card is None else card, model)
    return make_receipt(usage, match, terms, requests)


def make_receipt(usage: Usage, match: Match, terms: Terms, requests: int = 1) -> Receipt:
    """Price usage for a model already found; see `price`."""
    whole_number("requests", requests, least=1, most=MOST_REQUESTS)
    notes: list[str] = []
    rate = choose_rate(match, terms, notes)
    thinking = thinks(usage, match, terms, notes)
    tier = next((t for t in rate.tiers if t.up_to is None or usage.input_tokens <= t.up_to), None)
    mode = _Mode(rate, tier, terms.batch, thinking, peak_factor(rate.peak, terms.at, notes))
    billed = _billed(usage, mode, notes)
    lines = tuple(_lines(billed, mode))
    per_request, total = _sums(lines, requests)
    fits = fit(match.model, usage, thinking=thinking)
    return Receipt(
        model=match.model.id,
        provider=match.provider.id,
        region=rate.region,
        currency=rate.currency,
        status=_status(lines),
        requests=requests,
        per_request=per_request,
        total=total,
        lines=lines,
        tier=_describe(tier, rate),
        matched=match.rule,
        fits=fits.ok,
        problems=(*fits.reasons, *_gaps(lines, mode)),
        assumptions=tuple(notes),
        source=rate.source,
        via=rate.via,
        checked=rate.checked,
    )


@dataclass(frozen=True, slots=True)
class _Mode:
    """The prices in force: a tier of a rate, and what changes them."""

    rate: Rate
    tier: Tier | None
    batch: bool
    thinking: bool
    factor: Decimal

    def unit_rate(self, unit: Unit) -> Decimal | None:
        if self.tier is None or (self.batch and self.rate.batch is None):
            return None
        found = _price(self.tier.thinking, unit) if self.thinking else None
        found = _price(self.tier.prices, unit) if found is None else found
        if found is None:
            return None
        if self.batch and self.rate.batch:
            keeps = self.rate.batch.cache == "plain" and unit.inside
            found = found if keeps else found * self.rate.batch.factor
        return found * self.factor


def _price(prices: Prices, unit: Unit) -> Decimal | None:
    found: Decimal | None = getattr(prices, unit.name)
    return found


def _billed(usage: Usage, mode: _Mode, notes: list[str]) -> Usage:
    """Take cached input as plain input where a batch file knows no cache."""
    if not (mode.batch and mode.rate.batch and mode.rate.batch.cache == "none"):
        return usage
    plain = replace(usage, **{unit.field: 0 for unit in UNITS if unit.inside == "input_tokens"})
    if plain != usage:
        notes.append("no cache in a batch file: cached tokens cost as plain input")
    return plain


def _lines(usage: Usage, mode: _Mode) -> Iterator[Line]:
    """Yield a line for each unit used, and for input and output always."""
    for unit in UNITS:
        tokens = usage.leaf(unit.field)
        if unit.own_price and (tokens or unit.inside is None):
            rate = mode.unit_rate(unit)
            if tokens or rate is not None:
                yield _line(unit.name, tokens, rate)


def _line(unit: str, tokens: int, rate: Decimal | None) -> Line:
    with localcontext(EXACT):
        amount = None if rate is None else rate * tokens / PER
    return Line(unit=unit, tokens=tokens, rate=rate, per=PER, amount=amount)


def _gaps(lines: tuple[Line, ...], mode: _Mode) -> Iterator[str]:
    """Say why lines have no price."""
    if mode.tier is None:
        yield f"no price above {mode.rate.tiers[-1].up_to:,} input tokens"
    elif mode.batch and mode.rate.batch is None:
        yield "no batch price on record"
    else:
        yield from (f"no price for {line.unit} on record" for line in lines if line.rate is None)


def _sums(lines: tuple[Line, ...], requests: int) -> tuple[Decimal | None, Decimal | None]:
    amounts = [line.amount for line in lines if line.amount is not None]
    if len(amounts) < len(lines):
        return None, None
    with localcontext(EXACT):
        per_request = sum(amounts, Decimal(0))
        return per_request, per_request * requests


def _status(lines: tuple[Line, ...]) -> Status:
    unpriced = sum(line.amount is None for line in lines)
    if not unpriced:
        return "priced"
    return "unpriced" if unpriced == len(lines) else "partial"


def _describe(tier: Tier | None, rate: Rate) -> str:
    if tier is None:
        return "above the last tier"
    if tier.up_to is not None:
        return f"up to {tier.up_to:,} input tokens"
    index = rate.tiers.index(tier)
    return f"above {rate.tiers[index - 1].up_to:,} input tokens" if index else "all input"
