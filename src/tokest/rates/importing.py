"""Make a file to lay over the rate card of a price list of others; every figure is secondary."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from tokest.rates.card import Provider, RateCard, Region
from tokest.rates.dump import dump_card

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokest.rates.card import Model
    from tokest.rates.peers.building import Peer


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which models are taken over: of these providers, and named so.

    With `known`, those that the card prices already, too: the file then prices them instead.
    """

    providers: tuple[str, ...] = ()
    models: str = "*"
    known: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """The file made, how many models it has, and how many the card priced already."""

    text: str
    models: int
    known: int


def import_peer(card: RateCard, peer: Peer, wanted: Wanted) -> Imported:
    """Write the models that are wanted as a file of the rate card's own form."""
    owners = {name: owner for owner in card.providers for name in (owner.id, *owner.aliases)}
    known = {_key(owner, model) for owner in card.providers for model in owner.models}
    kept: dict[str, list[Model]] = {}
    passed = 0
    for provider in peer.card.providers:
        owner = owners.get(provider.id, provider)
        if wanted.providers and not {owner.id, provider.id} & set(wanted.providers):
            continue
        for model in provider.models:
            if not _is_named(provider, model, wanted.models):
                continue
            if _key(owner, model) in known and not wanted.known:
                passed += 1
            else:
                hosted = owner is provider  # who is not on the card hosts the models of others
                kept.setdefault(owner.id, []).append(replace(model, hosted=hosted))
    providers = tuple(_provider(name, models, owners) for name, models in kept.items())
    made = RateCard(version=card.version, providers=providers)
    count = sum(len(provider.models) for provider in made.providers)
    head = "".join(f"# {line}\n" for line in _head(peer, count, passed))
    return Imported(text=head + dump_card(made), models=count, known=passed)


def _key(owner: Provider, model: Model) -> str:
    return f"{owner.id}/{model.id}".lower()


def _provider(name: str, models: list[Model], owners: dict[str, Provider]) -> Provider:
    """Make a provider of the models kept; what the card says of it stays unsaid."""
    alone = {model.id.lower(): model for model in reversed(models)}
    found = tuple(alone[key] for key in sorted(alone))
    used = dict.fromkeys(rate.region for model in found for rate in model.rates)
    return Provider(
        id=name,
        name=name,
        default_region="" if name in owners else next(iter(used)),
        regions=tuple(Region(id=region, name=region) for region in used),
        models=found,
    )


def _is_named(provider: Provider, model: Model, glob: str) -> bool:
    names = (model.id.lower(), f"{provider.id}/{model.id}".lower())
    return any(fnmatchcase(name, glob.lower()) for name in names)


def _head(peer: Peer, count: int, passed: int) -> Iterator[str]:
    yield f"Prices of {peer.name} {peer.version} for {count:,} models, to lay over the rate card."
    yield "Secondary figures: taken over from that list, not read on the vendors' pages. A price of"
    yield "zero there may mean unknown and is left out, as are hours of the day and conditions."
    yield f"checked: the day of the list as far as it names one, {peer.day}."
    if passed:
        yield f"Not in here: {passed:,} models that the card prices already."
    for reason, number in peer.left_out:
        yield f"Left out of the list, {reason}: {number:,}."
