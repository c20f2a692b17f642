"""Logged calls at the prices of the rate card, many of them quickly."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tokest.errors import InputError, RegionError
from tokest.rates.price import make_mode, make_receipt
from tokest.rates.terms import Terms, day_of
from tokest.units import EXACT, UNITS

if TYPE_CHECKING:
    from decimal import Decimal

    from tokest.rates.match import Match
    from tokest.usage.logs.call import Call

_UNIT: dict[str, str] = {unit.field: unit.name for unit in UNITS}
NOUNS: dict[str, str] = {unit.name: unit.noun for unit in UNITS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """One unit of a call at list price; ``None`` is unknown."""

    unit: str
    quantity: int
    rate: Decimal | None = None
    per: int = 1
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Priced:
    """A call at list price; ``problem`` says why it has none."""

    charges: tuple[Charge, ...]
    currency: str | None = None
    region: str = ""
    tier: int = 0
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class _Prices:
    rates: dict[str, tuple[Decimal | None, int]]
    currency: str
    region: str
    tier: int


@dataclass(frozen=True, slots=True)
class Pricer:
    """Prices calls in one region; calls that differ in their counts alone share the look-up."""

    region: str | None = None
    currency: str | None = None
    _known: dict[tuple[object, ...], _Prices | None] = field(default_factory=dict)
    _bounds: dict[tuple[str, str], tuple[int, ...]] = field(default_factory=dict)

    def price(self, call: Call, match: Match | None) -> Priced:
        """Price a call as a call of the model that `match` says."""
        if match is None:
            return Priced(charges=_bare(call), problem=f"unknown model {call.model!r}")
        key = self._key(call, match)
        if key in self._known:
            prices = self._known[key]
            return self._direct(call, match) if prices is None else _at(prices, call)
        found = self._direct(call, match)
        if found.problem is None:
            self._known[key] = _shared(found, call)
        return found

    def _key(self, call: Call, match: Match) -> tuple[object, ...]:
        name = match.provider.id, match.model.id
        bounds = self._bounds.get(name)
        if bounds is None:
            every = {tier.up_to for rate in match.model.rates for tier in rate.tiers}
            bounds = self._bounds[name] = tuple(sorted(bound for bound in every if bound))
        leaves = call.usage.leaves()
        slot = None
        if call.at is not None and any(rate.peak for rate in match.model.rates):
            slot = call.at.hour, call.at.minute  # peak hours start and end on a minute
        tier = bisect_left(bounds, call.usage.input_tokens)
        mode = call.batch, call.thinking, call.usage.variant
        return (*name, day_of(call.at), slot, tier, *mode, *leaves)

    def _direct(self, call: Call, match: Match) -> Priced:
        terms = Terms(
            region=self.region,
            batch=call.batch,
            thinking=call.thinking,
            at=call.at,
            currency=self.currency,
        )
        try:
            receipt = make_receipt(call.usage, match, terms)
            tier, tiers = (mode := make_mode(call.usage, match, terms)).tier, mode.tiers
        except (RegionError, InputError) as error:
            return Priced(charges=_bare(call), problem=str(error))
        lower = tiers[tiers.index(tier) - 1].up_to if tier in tiers and tier != tiers[0] else 0
        charges = tuple(
            Charge(
                unit=line.unit,
                quantity=line.quantity,
                rate=line.rate,
                per=line.per,
                amount=line.amount,
            )
            for line in receipt.lines
            if line.quantity
        )
        unpriced = receipt.problems[-1] if receipt.status != "priced" else None
        return Priced(
            charges=charges,
            currency=receipt.currency,
            region=receipt.region,
            tier=thousands(lower or 0),
            problem=unpriced,
        )


def thousands(tokens: int) -> int:
    """Give a tier's bound in thousands, as bills do; some lists print 262,144 for 256k.

    >>> thousands(256_000), thousands(262_144), thousands(1_000_000)
    (256, 256, 1000)
    """
    return tokens // 1000 if tokens % 1000 == 0 else tokens // 1024


def _bare(call: Call) -> tuple[Charge, ...]:
    leaves = call.usage.leaves().items()
    return tuple(Charge(unit=_UNIT[name], quantity=count) for name, count in leaves if count)


def _shared(found: Priced, call: Call) -> _Prices | None:
    """Give what other calls may share; ``None`` where amounts are not rate times quantity."""
    linear = all(
        one.rate is not None
        and one.amount is not None
        and EXACT.multiply(one.amount, one.per) == EXACT.multiply(one.rate, one.quantity)
        for one in found.charges
    )
    bare = {(one.unit, one.quantity) for one in _bare(call)}
    if not linear or bare != {(one.unit, one.quantity) for one in found.charges}:
        return None
    rates = {one.unit: (one.rate, one.per) for one in found.charges}
    return _Prices(rates, found.currency or "", found.region, found.tier)


def _at(prices: _Prices, call: Call) -> Priced:
    charges = []
    for name, count in call.usage.leaves().items():
        rate, per = prices.rates.get(_UNIT[name], (None, 1))
        if count:
            amount = None if rate is None else EXACT.divide(EXACT.multiply(rate, count), per)
            one = Charge(unit=_UNIT[name], quantity=count, rate=rate, per=per, amount=amount)
            charges.append(one)
    return Priced(
        charges=tuple(charges),
        currency=prices.currency,
        region=prices.region,
        tier=prices.tier,
    )
