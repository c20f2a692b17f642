"""Price the usage of a request: exact decimal arithmetic, every choice named."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, Inexact
from typing import TYPE_CHECKING, Final

from tokest.arguments import whole_number
from tokest.errors import InputError
from tokest.rates import rules
from tokest.rates.limits import fit
from tokest.rates.lines import make_lines, with_minimum
from tokest.rates.load import builtin_card
from tokest.rates.match import find_model
from tokest.rates.modes import Mode
from tokest.rates.receipt import Receipt
from tokest.rates.terms import Terms, check_region, choose_rate, day_of, holds, in_peak, thinks
from tokest.units import EXACT, UNITS, Usage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from tokest.rates.card import Rate, RateCard, Tier
    from tokest.rates.match import Match
    from tokest.rates.receipt import Line, Status

MOST_REQUESTS: Final = 10**12
_UNCACHED: Final = {unit.field: 0 for unit in UNITS if unit.split == "cache"}


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
    service: str | None = None,
    currency: str | None = None,
    reasoned: bool | None = None,
) -> Receipt:
    """Price the usage of one request, and of `requests` like it.

    The tier is chosen by the whole request's input tokens and prices all of it, unless the rate
    says that its tiers are marginal. `service` is a price list beside that of the plain call, such
    as flex; `reasoned` says whether the answer came with reasoning, where that is known.

    Raises
    ------
    UnknownModelError, AmbiguousModelError
        with the nearest names.
    RegionError
        when the model has no rate there or on that day.
    InputError
        for a count or an instant that cannot be, or a service or currency that is not offered.

    Examples
    --------
    >>> found = price(Usage(input_tokens=1_000, output_tokens=500), "qwen-max", region="intl")
    >>> found.total, found.currency
    (Decimal('0.0048'), 'USD')
    """
    terms = Terms(
        region=region,
        batch=batch,
        thinking=thinking,
        at=at,
        service=service,
        currency=currency,
        reasoned=reasoned,
    )
    if not isinstance(usage, Usage):
        raise InputError("usage", f"must be a Usage, got {type(usage).__name__}")
    known = builtin_card() if card is None else card
    found = make_receipt(usage, find_model(known, model), terms, requests)
    check_region(region, known)  # a provider with one price list for all regions takes any
    return found


def make_receipt(usage: Usage, match: Match, terms: Terms, requests: int = 1) -> Receipt:
    """Price usage for a model already found; see `price`."""
    requests = whole_number("requests", requests, least=1, most=MOST_REQUESTS)
    mode = make_mode(usage, match, terms)
    rate = mode.rate
    try:
        lines = with_minimum(tuple(make_lines(_billed(usage, mode), mode)), rate.minimum)
        per_request, total = _sums(lines, requests)
    except Inexact:  # only with dozens of discounts of many digits each
        what = "its factors have more digits than can be multiplied exactly"
        raise InputError(match.model.id, what) from None
    fits = fit(match.model, usage, thinking=mode.thinking)
    rules.explain(usage, match, mode, lines)
    return Receipt(
        model=match.model.id,
        provider=match.provider.id,
        region=rate.region,
        currency=rate.currency,
        service=rate.service,
        status=_status(lines),
        requests=requests,
        per_request=per_request,
        total=total,
        lines=lines,
        tier=_describe(mode),
        matched=match.rule,
        fits=fits.ok,
        problems=(*fits.reasons, *_gaps(usage, lines, mode)),
        assumptions=tuple(dict.fromkeys(mode.notes)),
        rules=tuple(mode.rules),
        figure=rate.status,
        source=rate.source,
        via=rate.via,
        checked=rate.checked,
    )


def make_mode(usage: Usage, match: Match, terms: Terms) -> Mode:
    """Choose the rate, the tier and what changes its prices."""
    notes: list[str] = []
    rate = choose_rate(match, terms, notes)
    tiers = _of_variant(rate.tiers, usage.variant)
    return Mode(
        rate=rate,
        tiers=tiers,
        tier=_tier(tiers, usage.input_tokens, rate),
        batch=terms.batch,
        thinking=thinks(usage, match, terms, notes),
        multimodal=rules.is_multimodal(usage),
        spoken=usage.output_audio_tokens > 0,
        peak=in_peak(rate.peak, terms.at, notes),
        factors=tuple(_factors(rate, match, terms)),
        notes=notes,
    )


def _of_variant(tiers: tuple[Tier, ...], variant: str | None) -> tuple[Tier, ...]:
    """Keep the tiers of a variant; prices without variants hold for every one."""
    if variant is not None and all(tier.variant is None for tier in tiers):
        return tiers
    return tuple(tier for tier in tiers if tier.variant == variant)


def _tier(tiers: tuple[Tier, ...], tokens: int, rate: Rate) -> Tier | None:
    if rate.marginal:
        return tiers[0] if tiers else None
    return next((tier for tier in tiers if tier.up_to is None or tokens <= tier.up_to), None)


def _factors(rate: Rate, match: Match, terms: Terms) -> Iterator[tuple[str, Decimal]]:
    """Yield the factors that hold on the day: the vendor's promotion and the user's discounts."""
    day = day_of(terms.at)
    if rate.promotion is not None and holds(rate.promotion, day):
        yield "promotion", rate.promotion.factor
    for discount in match.discounts:
        if discount.region in {None, rate.region} and holds(discount, day):
            yield f"discount {discount.models}", discount.factor


def _billed(usage: Usage, mode: Mode) -> Usage:
    """Take cached input as plain input where a batch file knows no cache."""
    batch = mode.rate.batch
    if not (mode.needs_batch_factor and batch is not None and batch.cache == "none"):
        return usage
    plain = replace(usage, **_UNCACHED)  # type: ignore[arg-type]
    if plain != usage:
        mode.rules.append("no cache in a batch file: cached tokens cost as plain input")
    return plain


def _gaps(usage: Usage, lines: tuple[Line, ...], mode: Mode) -> Iterator[str]:
    """Say why lines have no price."""
    missing = [line.unit for line in lines if line.rate is None]
    if not missing:
        return
    if not mode.tiers:
        variants = ", ".join(tier.variant for tier in mode.rate.tiers if tier.variant)
        asked = f"no price for variant {usage.variant!r}" if usage.variant else "say which variant"
        yield f"{asked}: {variants}"
    elif mode.tier is None:
        yield f"no price above {mode.tiers[-1].up_to:,} input tokens"
    elif mode.needs_batch_factor and mode.rate.batch is None:
        refused = mode.rate.batch_offered is False
        yield "no batch files for this model" if refused else "no batch price on record"
    else:
        yield from (f"no price for {unit} on record" for unit in missing)


def _sums(lines: tuple[Line, ...], requests: int) -> tuple[Decimal | None, Decimal | None]:
    per_request = Decimal(0)
    for line in lines:
        if line.amount is None:
            return None, None
        per_request = EXACT.add(per_request, line.amount)
    return per_request, EXACT.multiply(per_request, requests)


def _status(lines: tuple[Line, ...]) -> Status:
    unpriced = sum(line.amount is None for line in lines)
    if not unpriced:
        return "priced"
    return "unpriced" if unpriced == len(lines) else "partial"


def _describe(mode: Mode) -> str:
    tier, tiers = mode.tier, mode.tiers
    variant = f", variant {tier.variant}" if tier and tier.variant else ""
    if mode.rate.marginal:
        return f"marginal tiers{variant}"
    if tier is None:
        return "above the last tier" if tiers else "no variant chosen"
    if tier.up_to is not None:
        return f"up to {tier.up_to:,} input tokens{variant}"
    index = tiers.index(tier)
    bound = f"above {tiers[index - 1].up_to:,} input tokens" if index else "all input"
    return f"{bound}{variant}"
