"""Read the built-in rate card, and lay a user's own files over it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from tokest.documents.reading import read
from tokest.rates.card import Provider, RateCard
from tokest.rates.schema import CARD
from tokest.resources import data_file

if TYPE_CHECKING:
    from tokest.rates.card import Model


@cache
def builtin_card() -> RateCard:
    """Read the rate card that ships with tokest, once.

    >>> builtin_card().providers[0].id
    'alibaba'
    """
    return parse_card(data_file("pricing.yaml").read_text("utf-8"), "pricing.yaml")


def parse_card(text: str, path: str) -> RateCard:
    """Read a rate card from its YAML text; `path` is for the messages.

    Raises
    ------
    FileFormatError
        with every problem as ``path:line:column: what, nearest right answer``.
    """
    card: RateCard = read(text, path, CARD)
    return card


def overlay(base: RateCard, over: RateCard) -> RateCard:
    """Lay one card over another: its models replace those of the same provider and id.

    New providers and models are added; everything else of `base` stays as it is.

    >>> overlay(builtin_card(), builtin_card()).providers == builtin_card().providers
    True
    """
    above = {provider.id: provider for provider in over.providers}
    merged = [
        _merge(provider, above.pop(provider.id)) if provider.id in above else provider
        for provider in base.providers
    ]
    return RateCard(version=base.version, providers=(*merged, *above.values()))


def _merge(base: Provider, over: Provider) -> Provider:
    models: dict[str, Model] = {model.id.lower(): model for model in base.models}
    models.update((model.id.lower(), model) for model in over.models)
    regions = {region.id: region for region in (*base.regions, *over.regions)}
    return replace(
        over,
        aliases=tuple(dict.fromkeys((*base.aliases, *over.aliases))),
        regions=tuple(regions.values()),
        models=tuple(models[name] for name in sorted(models)),
    )
