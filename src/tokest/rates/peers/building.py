"""From the entries of a price list to a rate card."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Protocol

from tokest.documents.kinds import URL
from tokest.rates.card import Model, Prices, Provider, Rate, RateCard, Region, Tier
from tokest.rates.schema import NAME
from tokest.rates.terms import EVERYWHERE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date
    from decimal import Decimal

    Amounts = dict[str, Decimal]

_WORD: Final = re.compile("[a-z][a-z0-9_]*", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Which list was read: its package, version and the day it is of, as far as it says so.

    `asked` is the day of reading, which stands in for the day of a list that names none.
    """

    package: str
    version: str
    file: str
    asked: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceList:
    """The tiers of one model under one service, for the days ``[start, end)``."""

    tiers: tuple[Tier, ...]
    service: str | None = None
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One model of one provider, as the list has it but in our names."""

    provider: str
    model: str
    lists: tuple[PriceList, ...]
    aliases: tuple[str, ...] = ()
    region: str = EVERYWHERE
    source: str | None = None
    kind: str = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A price list read into a card; `left_out` counts entries that are not in it, by reason."""

    name: str
    version: str
    day: date
    card: RateCard
    left_out: tuple[tuple[str, int], ...] = ()


class Module(Protocol):
    """What a module of this package offers."""

    PACKAGE: str
    FILE: str

    def read(self, raw: bytes, origin: Origin) -> Peer:
        """Read the list."""


@dataclass(slots=True)
class Builder:
    """Collects entries; the first of several of one name is kept."""

    origin: Origin
    home: str
    day: date
    models: dict[str, dict[str, Model]] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)

    def skip(self, reason: str) -> None:
        """Count an entry that is left out."""
        self.left_out[reason] += 1

    def add(self, entry: Entry) -> None:
        """Add an entry, or count why it is left out."""
        lists = [found for found in entry.lists if found.tiers]
        if not lists:
            self.skip("without a price")
        elif not (NAME.fullmatch(entry.model) and NAME.fullmatch(entry.provider)):
            self.skip("with a name that no model can have")
        elif entry.model.lower() in self.models.setdefault(entry.provider, {}):
            self.skip("named twice")
        else:
            self.models[entry.provider][entry.model.lower()] = Model(
                id=entry.model,
                kind=entry.kind,
                aliases=entry.aliases,
                rates=tuple(self._rates(entry, lists)),
            )

    def _rates(self, entry: Entry, lists: list[PriceList]) -> Iterable[Rate]:
        source = entry.source if re.fullmatch(URL.pattern or "", entry.source or "") else None
        for found in lists:
            yield Rate(
                region=entry.region,
                currency="USD",
                service=found.service,
                status="secondary",
                source=source or self.home,
                via=f"{self.origin.package} {self.origin.version}",
                checked=self.day,
                start=found.start,
                end=found.end,
                tiers=found.tiers,
            )

    def peer(self) -> Peer:
        """Make the card."""
        providers = tuple(
            _provider(name, tuple(_told_apart(models)))
            for name, models in sorted(self.models.items())
            if models
        )
        return Peer(
            name=self.origin.package,
            version=self.origin.version,
            day=self.day,
            card=RateCard(version=1, providers=providers),
            left_out=tuple(sorted(self.left_out.items())),
        )


def _told_apart(models: dict[str, Model]) -> Iterator[Model]:
    """Give the models in order, without aliases that no model can have or that another has."""
    taken = set(models)
    for key in sorted(models):
        aliases = []
        for alias in models[key].aliases:
            if NAME.fullmatch(alias) and alias.lower() not in taken:
                taken.add(alias.lower())
                aliases.append(alias)
        yield replace(models[key], aliases=tuple(aliases))


def _provider(name: str, models: tuple[Model, ...]) -> Provider:
    regions = dict.fromkeys(rate.region for model in models for rate in model.rates)
    found = tuple(Region(id=region, name=region) for region in regions)
    return Provider(id=name, name=name, default_region=found[0].id, regions=found, models=models)


def tiers(base: Amounts, above: Mapping[int, Amounts]) -> tuple[Tier, ...]:
    """Make tiers of base prices and of those above some input; what a tier lacks stays as it was.

    >>> from decimal import Decimal
    >>> found = tiers({"input": Decimal(1), "output": Decimal(4)}, {200: {"input": Decimal(2)}})
    >>> [(tier.up_to, str(tier.prices.input), str(tier.prices.output)) for tier in found]
    [(200, '1', '4'), (None, '2', '4')]
    """
    if not base:
        return ()
    bounds = sorted(bound for bound in above if bound > 0)
    found = []
    prices = base
    for up_to in (*bounds, None):
        found.append(_tier(prices, up_to))
        prices = {**prices, **above.get(up_to or 0, {})}
    return tuple(found)


def _tier(amounts: Amounts, up_to: int | None) -> Tier:
    amounts = dict(amounts)
    thinking = amounts.pop("thinking", None)
    tier = Tier(up_to=up_to, prices=Prices(**amounts))
    return tier if thinking is None else replace(tier, thinking=Prices(output=thinking))


def service(word: str) -> str | None:
    """Give our name of a service, or none if it cannot be one."""
    known = {"batches": "batch", "priority": "fast"}.get(word, word)
    return known if _WORD.fullmatch(known) else None
