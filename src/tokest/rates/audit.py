"""Hold a rate card against the price lists of others: who agrees, who does not, who knows more.

Only prices of one provider, region and currency are compared, on one day, model by model. What
one list does not have is no disagreement: a flat price says nothing about long requests, and a
missing price nothing at all. Where two lists agree against the card, the card is *outvoted*: its
price is then to be corrected, or the row says why it stands (`disputed`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import TYPE_CHECKING, Final

from tokest.errors import AmbiguousModelError
from tokest.rates.match import look_up
from tokest.rates.quotes import Quote, align, quotes
from tokest.rates.reasons import explain
from tokest.rates.terms import BATCH, EVERYWHERE, holds
from tokest.units import EXACT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from tokest.rates.card import Model, Rate, RateCard
    from tokest.rates.match import Match
    from tokest.rates.peers.building import Peer
    from tokest.rates.quotes import Key, Pair

VOTES: Final = 2
"""Lists that must agree for the card to be outvoted."""

_TO_THREE: Final = Context(prec=4, rounding=ROUND_HALF_EVEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One price of the card beside that of a list; `ours` or `theirs` is ``None`` where unknown.

    `over` and `up_to` bound the input of the requests it is for. `explained` says why they may
    differ, `note` what else the row says, `outvoted` that two lists or more have that other price.
    """

    peer: str
    model: str
    theirs_name: str
    region: str
    currency: str
    service: str | None
    price: str
    over: int
    up_to: int | None
    ours: Decimal | None
    theirs: Decimal | None
    explained: str | None = None
    note: str | None = None
    source: str | None = None
    outvoted: bool = False

    @property
    def agrees(self) -> bool:
        """Whether both know the price, and it is one."""
        return self.ours is not None and self.ours == self.theirs

    @property
    def disagrees(self) -> bool:
        """Whether both know a price, and they are two."""
        return None not in (self.ours, self.theirs) and self.ours != self.theirs

    @property
    def ratio(self) -> Decimal | None:
        """What their price is of ours, to four digits."""
        if not self.ours or self.theirs is None:
            return None
        return _TO_THREE.divide(self.theirs, self.ours)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One list: how many of its models are on the card, and which names are on one side only.

    `uncomparable` models are on both, but not in the same region and currency.
    """

    name: str
    version: str
    day: date
    models: int
    only_here: tuple[str, ...]
    only_there: tuple[str, ...]
    uncomparable: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """What the comparison with every list gave."""

    day: date
    listings: tuple[Listing, ...]
    prices: tuple[Compared, ...]

    @property
    def disagreements(self) -> tuple[Compared, ...]:
        """Prices that differ, the outvoted and unexplained ones first."""
        found = [price for price in self.prices if price.disagrees]
        return tuple(sorted(found, key=_urgency))

    @property
    def open(self) -> tuple[Compared, ...]:
        """Prices that wait for a correction or an explanation.

        Those that `VOTES` lists share; with fewer lists than that, every one.
        """
        few = len(self.listings) < VOTES
        found = self.disagreements
        return tuple(price for price in found if not price.explained and (price.outvoted or few))


def audit(card: RateCard, peers: Iterable[Peer], day: date) -> Audit:
    """Compare the prices that hold on a day with those of each list."""
    listings: list[Listing] = []
    prices: list[Compared] = []
    for peer in peers:
        listing, found = _against(card, peer, day)
        listings.append(listing)
        prices += found
    return Audit(day=day, listings=tuple(listings), prices=_vote(prices))


def only_providers(card: RateCard, names: tuple[str, ...]) -> RateCard:
    """Keep the providers of these names; no name keeps them all."""
    kept = tuple(
        owner for owner in card.providers if not names or {owner.id, *owner.aliases} & set(names)
    )
    return replace(card, providers=kept)


def _against(card: RateCard, peer: Peer, day: date) -> tuple[Listing, list[Compared]]:
    met: set[str] = set()
    there, apart = [], []
    prices: dict[tuple[str, str | None], list[Compared]] = {}
    for name, theirs, match in _matched(card, peer):
        if match is None:
            there.append(name)
            continue
        met.add(_name(match))
        found: dict[tuple[str, str | None], list[Compared]] = {}
        for price in _models(match, theirs, peer, day):
            found.setdefault((price.model, price.service), []).append(price)
        if not found:
            apart.append(name)
        prices = {**found, **prices}  # what was met under its own name goes first
    listed = {each.id for each in peer.card.providers}
    here = {
        f"{owner.id}/{model.id}"
        for owner in card.providers
        if {owner.id, *owner.aliases} & listed
        for model in owner.models
    }
    listing = Listing(
        name=peer.name,
        version=peer.version,
        day=peer.day,
        models=len(met),
        only_here=tuple(sorted(here - met)),
        only_there=tuple(sorted(there)),
        uncomparable=tuple(sorted(set(apart))),
    )
    return listing, [price for key in sorted(prices, key=str) for price in prices[key]]


def _matched(card: RateCard, peer: Peer) -> list[tuple[str, Model, Match | None]]:
    """Find each of their models on the card, by any of its names; exact names come first."""
    owners = {name for owner in card.providers for name in (owner.id, *owner.aliases)}
    found: list[tuple[str, Model, Match | None]] = []
    for provider in peer.card.providers:
        for model in provider.models if provider.id in owners else ():
            names = [f"{provider.id}/{name}" for name in (model.id, *model.aliases)]
            matches = {name: match for name in names if (match := _find(card, name)) is not None}
            found += [(name, model, match) for name, match in matches.items()]
            if not matches:
                found.append((names[0], model, None))
    return sorted(found, key=lambda each: each[2] is None or each[2].rule != "exact")


def _find(card: RateCard, name: str) -> Match | None:
    try:
        return look_up(card, name)
    except AmbiguousModelError:
        return None


def _name(match: Match) -> str:
    return f"{match.provider.id}/{match.model.id}"


def _models(match: Match, theirs: Model, peer: Peer, day: date) -> Iterator[Compared]:
    """Compare two models, service by service."""
    for other in theirs.rates:
        if not holds(other, day):
            continue
        rate, found = _ours(match.model, other, day)
        if rate is None:
            continue
        for pair in _comparable(found, quotes(other)):
            yield Compared(
                peer=peer.name,
                model=_name(match),
                theirs_name=theirs.id,
                region=rate.region,
                currency=rate.currency,
                service=other.service,
                price=pair.label(),
                over=pair.over,
                up_to=pair.up_to,
                ours=pair.one,
                theirs=pair.other,
                explained=explain(rate, found, day, pair),
                note=rate.note,
                source=rate.source,
            )


def _ours(model: Model, other: Rate, day: date) -> tuple[Rate | None, tuple[Quote, ...]]:
    """Find our prices for one of their rates; a price of batch files may be a factor of ours."""
    listed = [rate for rate in model.rates if rate.currency == other.currency and holds(rate, day)]
    held = [rate for rate in listed if rate.region == other.region]
    if not held and other.region == EVERYWHERE:
        held = [rate for rate in listed if rate.region == EVERYWHERE]
    own = next((rate for rate in held if rate.service == other.service), None)
    if own is not None:
        return own, quotes(own)
    plain = next((rate for rate in held if rate.service is None), None)
    if other.service == BATCH and plain is not None and plain.batch is not None:
        return plain, tuple(_batched(plain))
    return None, ()


def _batched(rate: Rate) -> Iterator[Quote]:
    for quote in quotes(rate):
        cached = quote.key.unit.startswith("cache_")
        if rate.batch is None or (cached and rate.batch.cache == "none"):
            continue
        factor = Decimal(1) if cached and rate.batch.cache == "plain" else rate.batch.factor
        yield replace(quote, amount=EXACT.multiply(quote.amount, factor))


def _comparable(ours: tuple[Quote, ...], theirs: tuple[Quote, ...]) -> Iterator[Pair]:
    """Pair two lists of prices, where what only one of them tells apart counts as unknown."""
    tiered = {quote.key for quote in theirs if quote.over}
    plain = {quote.key for quote in ours}
    found = list(theirs)
    for quote in theirs:
        if quote.key.mode == "thinking" and quote.key not in plain:
            ours = (*ours, *_as_thinking(ours, quote.key))
    for pair in align(ours, found):
        if pair.over and pair.key not in tiered and pair.one is not None:
            yield replace(pair, other=None)  # a flat price says nothing about long requests
        else:
            yield pair


def _as_thinking(ours: tuple[Quote, ...], key: Key) -> Iterator[Quote]:
    """Without a price of its own, output of a thinking request costs what output does."""
    for quote in ours:
        if quote.key == replace(key, mode=""):
            yield replace(quote, key=key)


def _vote(prices: list[Compared]) -> tuple[Compared, ...]:
    """Mark the prices that two lists or more have against ours."""
    votes = Counter(_ballot(price) for price in prices if price.disagrees)
    return tuple(
        replace(price, outvoted=price.disagrees and votes[_ballot(price)] >= VOTES)
        for price in prices
    )


def _urgency(price: Compared) -> tuple[object, ...]:
    waits = bool(price.explained), not price.outvoted
    return *waits, price.model, price.service or "", price.price, price.peer


def _ballot(price: Compared) -> tuple[object, ...]:
    return price.model, price.region, price.service, price.price, price.theirs
