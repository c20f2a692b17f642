"""The prices of a rate one by one, and those of two rates side by side."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

from tokest.rates.card import MODES, Prices
from tokest.rates.modes import CACHE_FACTORS
from tokest.units import EXACT, UNITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from tokest.rates.card import Rate, Tier

_NAMES: Final = tuple(field.name for field in fields(Prices))
_PLACES: Final = {name: place for place, name in enumerate(_NAMES)}


_MODES: Final = ("", *MODES)


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What a price is for: a unit in a mode, of a variant."""

    variant: str
    mode: str
    unit: str

    def __str__(self) -> str:
        """Name it as people do: ``thinking output``, ``output_images 720p``."""
        return " ".join(filter(None, (self.mode, self.unit, self.variant)))


@dataclass(frozen=True, slots=True)
class Quote:
    """One price, for requests with more than `over` and at most `up_to` input tokens."""

    key: Key
    over: int
    up_to: int | None
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Pair:
    """One price in two rates, where both are the same all the way from `over` to `up_to`."""

    key: Key
    over: int
    up_to: int | None
    one: Decimal | None
    other: Decimal | None

    def label(self) -> str:
        """Name the price and the requests it is for.

        >>> Pair(Key("", "", "input"), 256_000, None, None, None).label()
        'input over 256,000'
        """
        over = f" over {self.over:,}" if self.over else ""
        return f"{self.key}{over}"


def quotes(rate: Rate) -> tuple[Quote, ...]:
    """List the prices of a rate, tier by tier; cache prices by factor are worked out.

    >>> from tokest.rates.load import builtin_card
    >>> from tokest.rates.match import find_model
    >>> rate = find_model(builtin_card(), "gpt-4.1").model.rates[0]
    >>> [(str(quote.key), str(quote.amount)) for quote in quotes(rate)]
    [('input', '2'), ('output', '8'), ('cache_read', '0.5')]
    """
    found: list[Quote] = []
    for variant in dict.fromkeys(tier.variant for tier in rate.tiers):
        over = 0
        for tier in rate.tiers:
            if tier.variant == variant:
                for mode, unit, amount in _prices(tier, rate):
                    key = Key(variant or "", mode, unit)
                    found.append(Quote(key, over, tier.up_to, amount))
                over = tier.up_to or over
    return tuple(found)


def _prices(tier: Tier, rate: Rate) -> Iterator[tuple[str, str, Decimal]]:
    for mode in _MODES:
        prices: Prices = getattr(tier, mode or "prices")
        for name in _NAMES:
            amount = getattr(prices, name)
            if amount is None and not mode and name in CACHE_FACTORS:
                amount = _by_factor(tier, rate, name)
            if amount is not None:
                yield mode, name, amount


def _by_factor(tier: Tier, rate: Rate, name: str) -> Decimal | None:
    factor = getattr(rate.cache, CACHE_FACTORS[name]) if rate.cache else None
    if factor is None or tier.prices.input is None:
        return None
    return EXACT.multiply(tier.prices.input, factor)


def per(unit: str) -> str:
    """Say how many of a unit a price is for.

    >>> per("input"), per("characters"), per("output_images")
    ('1,000,000 tokens', '10,000 characters', 'image')
    """
    found = next(known for known in UNITS if known.name == unit)
    return found.noun if found.per == 1 else f"{found.per:,} {found.noun}s"


def align(one: Iterable[Quote], other: Iterable[Quote]) -> tuple[Pair, ...]:
    """Put the prices of two rates side by side, in the order in which a card prints them."""
    ours, theirs = _by_key(one), _by_key(other)
    keys = sorted(
        ours.keys() | theirs.keys(),
        key=lambda key: (key.variant, _MODES.index(key.mode), _PLACES[key.unit]),
    )
    return tuple(
        pair for key in keys for pair in _pairs(key, ours.get(key, ()), theirs.get(key, ()))
    )


def _by_key(found: Iterable[Quote]) -> dict[Key, tuple[Quote, ...]]:
    keyed: dict[Key, tuple[Quote, ...]] = {}
    for quote in found:
        keyed[quote.key] = (*keyed.get(quote.key, ()), quote)
    return keyed


def _pairs(key: Key, one: tuple[Quote, ...], other: tuple[Quote, ...]) -> Iterator[Pair]:
    bounds = sorted({quote.over for quote in (*one, *other)} | _ends(one) | _ends(other))
    last: Pair | None = None
    for over, up_to in zip(bounds, [*bounds[1:], None], strict=True):
        here = Pair(key, over, up_to, _at(one, over), _at(other, over))
        if last is not None and (last.one, last.other) == (here.one, here.other):
            here = Pair(key, last.over, up_to, here.one, here.other)
        elif last is not None:
            yield from _known(last)
        last = here
    if last is not None:
        yield from _known(last)


def _known(pair: Pair) -> Iterator[Pair]:
    if pair.one is not None or pair.other is not None:
        yield pair


def _ends(found: tuple[Quote, ...]) -> set[int]:
    return {quote.up_to for quote in found if quote.up_to is not None}


def _at(found: tuple[Quote, ...], over: int) -> Decimal | None:
    """Give the price of a request one token above a bound; past the last tier there is none."""
    for quote in found:
        if quote.over <= over and (quote.up_to is None or over < quote.up_to):
            return quote.amount
    return None
