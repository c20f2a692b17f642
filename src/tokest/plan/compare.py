"""Put models side by side: what the same prompts cost on each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, cast

from tokest.arguments import whole_number
from tokest.errors import InputError, RegionError, UnknownModelError
from tokest.plan.comparison import Comparison, Item, Row
from tokest.plan.exchange import Exchange
from tokest.prompts.estimate import estimate
from tokest.prompts.shapes.recognise import looks_like_request
from tokest.rates.exchange import find_exchange
from tokest.rates.load import builtin_card
from tokest.rates.match import find_model
from tokest.rates.price import MOST_REQUESTS, make_receipt
from tokest.rates.terms import Terms, check_region, choose_rate, day_of
from tokest.units import EXACT, MOST_TOKENS, Usage

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from tokest.prompts.estimate import Prompt
    from tokest.rates.card import Model, RateCard
    from tokest.rates.match import Match
    from tokest.tokens.estimate import MethodChoice
    from tokest.tokens.values import Estimate


@dataclass(frozen=True, slots=True)
class _Job:
    prompts: Mapping[str, Prompt]
    output_tokens: int
    requests: int
    terms: Terms
    method: MethodChoice
    convert: Callable[[str], Exchange | None]


def compare(  # noqa: PLR0913  # one keyword for each thing that changes the outcome
    prompt: Prompt | Mapping[str, Prompt],
    models: Sequence[str],
    *,
    output_tokens: int = 0,
    requests: int = 1,
    region: str | None = None,
    batch: bool = False,
    thinking: bool | None = None,
    at: date | datetime | None = None,
    method: MethodChoice = "auto",
    exchange: Exchange | None = None,
    card: RateCard | None = None,
    service: str | None = None,
    currency: str | None = None,
    to: str | None = None,
) -> Comparison:
    """Compare models on one prompt, or on several named ones.

    A prompt is a text, a list of messages, the body of a request or a path, as for `estimate`. Each
    prompt is sent `requests` times and answered with `output_tokens` each time. A model that is not
    offered in `region`, as `service` (such as flex) or in `currency` (of a list printed in several)
    stays in the comparison, without a price. `to` names the currency that costs are converted to,
    by the dated exchange rates of `card`; `exchange` is one such rate of the caller's own.

    Raises
    ------
    UnknownModelError, AmbiguousModelError
        with the nearest names.
    InputError
        for a count that cannot be, a region, service or currency that no provider has, no prompt or
        no model, or a currency to convert that the card has no rate of.

    Examples
    --------
    >>> found = compare("你是谁？", ["qwen-max", "qwen-turbo"], output_tokens=500, requests=1000)
    >>> [(row.model, row.cost, row.currency) for row in found.rows]
    [('qwen-turbo', Decimal('0.10015000'), 'USD'), ('qwen-max', Decimal('3.2048000'), 'USD')]
    """
    output_tokens = whole_number("output_tokens", output_tokens, most=MOST_TOKENS)
    requests = whole_number("requests", requests, least=1, most=MOST_REQUESTS)
    prompts = _named(prompt)
    if not prompts:
        raise InputError("prompt", "give at least one")
    if isinstance(models, str) or not models:
        raise InputError("models", "give a list of at least one model name")
    if service and batch:
        raise InputError("service", f"a batch file has no service, got {service!r}")
    terms = Terms(
        region=region, batch=batch, thinking=thinking, at=at, service=service, currency=currency
    )
    known = builtin_card() if card is None else card
    _check_names(terms, known)
    convert = _converter(known, to, exchange, day_of(at))
    job = _Job(prompts, output_tokens, requests, terms, method, convert)
    matches = [find_model(known, name) for name in models]
    rows = {(match.provider.id, match.model.id): _row(match, job) for match in matches}
    currencies = {
        item.receipt.currency for row in rows.values() for item in row.items if item.receipt
    }
    used = (convert(found) for found in sorted(currencies))
    return Comparison(
        rows=tuple(sorted(rows.values(), key=_order)),
        requests=requests,
        output_tokens=output_tokens,
        exchanges=tuple(rate for rate in used if rate is not None),
    )


def _converter(
    card: RateCard, to: str | None, given: Exchange | None, day: date | None
) -> Callable[[str], Exchange | None]:
    """Say how a currency is converted: by the rate given, else by the card's to `to`."""

    def convert(currency: str) -> Exchange | None:
        if given is not None and currency == given.base:
            return given
        if to is None or currency == to:
            return None
        rate = find_exchange(card, currency, to, day)
        return Exchange(base=rate.base, quote=rate.quote, rate=rate.rate, day=rate.day)

    return convert


def _named(prompt: Prompt | Mapping[str, Prompt]) -> dict[str, Prompt]:
    """Tell one prompt from several named ones."""
    if isinstance(prompt, Mapping) and not looks_like_request(prompt):
        return dict(prompt)
    return {"prompt": cast("Prompt", prompt)}


def _check_names(terms: Terms, card: RateCard) -> None:
    """Refuse a region, service or currency that the whole card does not have."""
    check_region(terms.region, card)
    rates = [rate for found in card.providers for model in found.models for rate in model.rates]
    for where, name, known in (
        ("service", terms.service, {rate.service for rate in rates if rate.service}),
        ("currency", terms.currency, {rate.currency for rate in rates}),
    ):
        if name is not None and name not in known:
            raise InputError(where, f"{name!r} is not one of {', '.join(sorted(known))}")


def _refusal(match: Match, terms: Terms) -> str | None:
    """Say why a model has no price under these terms, if it has none."""
    try:
        choose_rate(match, terms, [])
    except RegionError as error:
        return f"not offered in region {error.region} ({error.hint})"
    except InputError as error:
        return error.what
    return None


def _row(match: Match, job: _Job) -> Row:
    refusal = _refusal(match, job.terms)
    items = tuple(_item(label, match, job, priced=not refusal) for label in job.prompts)
    receipts = [item.receipt for item in items if item.receipt is not None]
    currency = receipts[0].currency if receipts else None
    notes = [note for item in items for note in item.estimate.assumptions]
    notes += [note for receipt in receipts for note in receipt.assumptions]
    costs = [
        _sum([receipt.total for receipt in receipts]),
        _sum([item.cost_low for item in items]),
        _sum([item.cost_high for item in items]),
    ]
    exchange = job.convert(currency) if currency else None
    if exchange is not None:
        notes.append(exchange.note())
        costs = [exchange.convert(cost) for cost in costs]
        currency = exchange.quote
    first = items[0].estimate
    return Row(
        model=match.model.id,
        provider=match.provider.id,
        region=receipts[0].region if receipts else job.terms.region,
        currency=currency,
        method=first.method,
        encoding=first.encoding,
        input_tokens=_total([item.estimate.tokens for item in items]),
        input_low=sum(item.estimate.low for item in items),
        input_high=_total([item.estimate.high for item in items]),
        output_tokens=job.output_tokens * len(items),
        cost=costs[0],
        cost_low=costs[1],
        cost_high=costs[2],
        fits=_all([receipt.fits for receipt in receipts]),
        problems=(refusal,) if refusal else _problems(items),
        items=items,
        assumptions=tuple(dict.fromkeys(notes)),
    )


def _item(label: str, match: Match, job: _Job, *, priced: bool) -> Item:
    found = _estimate(job.prompts[label], match.model, job)
    if not priced or found.tokens is None:
        return Item(prompt=label, estimate=found, receipt=None, cost_low=None, cost_high=None)
    low, middle, high = (
        make_receipt(
            Usage(input_tokens=tokens, output_tokens=job.output_tokens),
            match,
            job.terms,
            job.requests,
        )
        for tokens in (found.low, found.tokens, found.high or found.tokens)
    )
    return Item(
        prompt=label, estimate=found, receipt=middle, cost_low=low.total, cost_high=high.total
    )


def _estimate(prompt: Prompt, model: Model, job: _Job) -> Estimate:
    thinking = job.terms.thinking
    if model.encoding is not None and job.method != "rule":
        found = estimate(prompt, encoding=model.encoding, method=job.method, thinking=thinking)
        return replace(found, model=model.id)
    try:
        return estimate(prompt, model.id, method=job.method, thinking=thinking)
    except UnknownModelError:
        remedy = "give it an encoding in the rate card, or use method 'rule'"
        raise InputError(model.id, f"its tokenizer is not known: {remedy}") from None


def _problems(items: tuple[Item, ...]) -> tuple[str, ...]:
    found = [
        (item.prompt, problem)
        for item in items
        for problem in (item.receipt.problems if item.receipt else _unknown(item.estimate))
    ]
    if len(items) == 1:
        return tuple(problem for _, problem in found)
    return tuple(f"{prompt}: {problem}" for prompt, problem in found)


def _unknown(estimate: Estimate) -> tuple[str, ...]:
    named = (part.label or part.kind for part in estimate.parts if part.tokens is None)
    return tuple(f"no price: its tokens are not known: {name}" for name in named)


def _total(counts: Sequence[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None


def _sum(amounts: Sequence[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    if not known or len(known) < len(amounts):
        return None
    with localcontext(EXACT):
        return sum(known, Decimal(0))


def _all(fits: Sequence[bool | None]) -> bool | None:
    if False in fits:
        return False
    return None if None in fits or not fits else True


def _order(row: Row) -> tuple[int, str, Decimal, str]:
    if row.cost is None:
        return 2, "", Decimal(0), row.model
    return int(row.fits is False), str(row.currency), row.cost, row.model
