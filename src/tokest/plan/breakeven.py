"""Where one way of sending requests becomes cheaper than another.

Prices are of one unit, any unit, as long as all of a call are of the same.
"""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal, localcontext
from math import log
from typing import TYPE_CHECKING

from tokest.errors import InputError
from tokest.rates.load import builtin_card
from tokest.rates.match import find_model
from tokest.rates.price import make_receipt
from tokest.rates.terms import Terms
from tokest.units import Usage

if TYPE_CHECKING:
    from tokest.rates.card import RateCard
    from tokest.rates.receipt import Receipt


def cache_reuses(plain: Decimal, write: Decimal, read: Decimal) -> int | None:
    """Give how often a cached prefix must be read before its cache has paid.

    One write and `n` reads are held against ``n + 1`` plain inputs; ``None`` when it never pays.

    >>> cache_reuses(Decimal("1"), Decimal("1.25"), Decimal("0.1"))
    1
    >>> cache_reuses(Decimal("1"), Decimal("2"), Decimal("0.1"))
    2
    """
    _check(plain=plain, write=write, read=read)
    if write < plain:
        return 0
    if read >= plain:
        return None
    return int(((write - plain) / (plain - read)).to_integral_value(ROUND_FLOOR)) + 1


def cache_spacing(plain: Decimal, write: Decimal, read: Decimal, ttl_seconds: int) -> float | None:
    """Give the mean seconds between requests up to which a cache pays, if they come at random.

    A request finds its prefix when the last one is at most `ttl_seconds` old, and writes it again
    otherwise. ``None`` when a cache pays at any spacing; 0 when it never does.

    >>> round(cache_spacing(Decimal("1"), Decimal("1.25"), Decimal("0.1"), 300))
    1224
    """
    _check(plain=plain, write=write, read=read)
    if write <= plain and read < plain:
        return None
    if read >= plain:
        return 0.0
    hits = float((write - plain) / (write - read))
    return -ttl_seconds / log(1 - hits)


def batch_or_cache(
    usage: Usage, model: str, *, region: str | None = None, card: RateCard | None = None
) -> Decimal | None:
    """Give the share of input read from the cache from which a live call is cheaper than a batch.

    For a model whose batch files know no cache. ``None`` when batch is cheaper whatever the cache
    gives; the errors are those of `price`.

    >>> batch_or_cache(Usage(input_tokens=10_000, output_tokens=100), "qwen-plus", region="cn")
    Decimal('0.640625')
    """
    match = find_model(builtin_card() if card is None else card, model)
    cached = Usage(
        input_tokens=usage.input_tokens,
        output_tokens=usage.output_tokens,
        cache_read_tokens=usage.input_tokens,
    )
    live = _total(make_receipt(usage, match, Terms(region=region)))
    best = _total(make_receipt(cached, match, Terms(region=region)))
    batch = _total(make_receipt(usage, match, Terms(region=region, batch=True)))
    if live <= batch:
        return Decimal(0)
    return None if best >= batch else (live - batch) / (live - best)


def batch_saving(
    usage: Usage, model: str, *, region: str | None = None, card: RateCard | None = None
) -> Decimal:
    """Give what a request saves in a batch file; negative where a live call is cheaper.

    >>> batch_saving(Usage(input_tokens=1000, output_tokens=500), "qwen-max", region="intl")
    Decimal('0.0024')
    """
    match = find_model(builtin_card() if card is None else card, model)
    live = make_receipt(usage, match, Terms(region=region))
    batch = make_receipt(usage, match, Terms(region=region, batch=True))
    return _total(live) - _total(batch)


def output_length(
    first: str,
    second: str,
    input_tokens: int,
    *,
    terms: Terms | None = None,
    card: RateCard | None = None,
) -> Decimal | None:
    """Give the output tokens at which two models cost the same, for so much input.

    ``None`` when one of them is cheaper at every length. Both must be billed in one currency.

    >>> output_length("gpt-5.4-mini", "gemini-2.5-flash", 10_000)
    >>> round(output_length("qwen3.7-flash", "qwen-flash", 10_000, terms=Terms(region="cn")))
    714
    """
    known = builtin_card() if card is None else card
    sent = terms or Terms()
    million = 1_000_000
    ends = []
    for name in (first, second):
        match = find_model(known, name)
        bare = make_receipt(Usage(input_tokens=input_tokens), match, sent)
        usage = Usage(input_tokens=input_tokens, output_tokens=million)
        long = make_receipt(usage, match, sent)
        ends.append((_total(bare), _total(long) - _total(bare), bare.currency))
    if ends[0][2] != ends[1][2]:
        what = f"{first} is billed in {ends[0][2]}, {second} in {ends[1][2]}"
        raise InputError("models", f"{what}: no amounts to compare")
    slope = ends[0][1] - ends[1][1]
    if not slope:
        return None
    with localcontext(prec=28):
        found = (ends[1][0] - ends[0][0]) / slope * million
    return found if found >= 0 else None


def _total(receipt: Receipt) -> Decimal:
    if receipt.per_request is None:
        raise InputError(receipt.model, next(iter(receipt.problems), "has no price"))
    return receipt.per_request


def _check(**prices: Decimal) -> None:
    for name, price in prices.items():
        if not price.is_finite() or price < 0:
            raise InputError(name, f"must be a price of 0 or more, got {price}")
