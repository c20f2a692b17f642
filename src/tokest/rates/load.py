"""Read the built-in rate card, and lay a user's own files over it."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import cache
from typing import TYPE_CHECKING

from tokest.rates.card import Provider, RateCard
from tokest.rates.compiled import read_compiled
from tokest.resources import data_file

if TYPE_CHECKING:
    from tokest.rates.card import Model


@cache
def builtin_card() -> RateCard:
    """Read the rate card that ships with tokest, once.

    >>> builtin_card().providers[0].id
    'alibaba'
    """
    compiled = data_file("pricing.json")
    text = compiled.read_text("utf-8") if compiled.is_file() else ""
    return read_either(data_file("pricing.yaml").read_bytes(), text)


def read_either(written: bytes, compiled: str) -> RateCard:
    """Read a card from its compiled form, or from its YAML if that has been edited since."""
    found = read_compiled(compiled, written)
    return parse_card(written.decode("utf-8"), "pricing.yaml") if found is None else found


def parse_card(text: str, path: str) -> RateCard:
    """Read a rate card from its YAML text; `path` is for the messages.

    Raises
    ------
    FileFormatError
        with every problem as ``path:line:column: what, nearest right answer``.
    """
    from tokest.documents.reading import read  # noqa: PLC0415  # YAML is not needed to load ours
    from tokest.rates.schema import CARD  # noqa: PLC0415

    card: RateCard = read(text, path, CARD)
    return card


def overlay(base: RateCard, over: RateCard) -> RateCard:
    """Lay one card over another.

    Rates take the place of those of the same model and price list (region, currency, service);
    what else a model or provider says is kept where `over` is silent. Discounts come on top of
    those of `base`, exchange rates beside them; new providers and models are added.

    >>> overlay(builtin_card(), builtin_card()).providers == builtin_card().providers
    True
    """
    above = {provider.id: provider for provider in over.providers}
    merged = [
        _merge(provider, above.pop(provider.id)) if provider.id in above else provider
        for provider in base.providers
    ]
    discounts = dict.fromkeys((*base.discounts, *over.discounts))
    exchange = {
        (each.base, each.quote, each.day): each for each in (*base.exchange, *over.exchange)
    }
    return RateCard(
        version=base.version,
        providers=(*merged, *above.values()),
        discounts=tuple(discounts),
        exchange=tuple(exchange.values()),
    )


def _merge(base: Provider, over: Provider) -> Provider:
    models: dict[str, Model] = {model.id.lower(): model for model in base.models}
    for model in over.models:
        known = models.get(model.id.lower())
        models[model.id.lower()] = model if known is None else _merge_model(known, model)
    regions = {region.id: region for region in base.regions}
    for region in over.regions:
        if region.id not in regions or region.name != region.id:  # a file may only use a region
            regions[region.id] = region
    return replace(
        base,
        name=base.name if over.name == over.id else over.name,
        default_region=over.default_region or base.default_region,
        aliases=tuple(dict.fromkeys((*base.aliases, *over.aliases))),
        regions=tuple(regions.values()),
        models=tuple(models[name] for name in sorted(models)),
    )


def _merge_model(base: Model, over: Model) -> Model:
    lists = {rate.price_list for rate in over.rates}
    kept = tuple(rate for rate in base.rates if rate.price_list not in lists)
    told = {field.name: getattr(over, field.name) for field in fields(over)}
    blank = {field.name: field.default for field in fields(over)}
    said = {name: value for name, value in told.items() if value != blank[name]}
    order = {rate.price_list: index for index, rate in reversed([*enumerate(base.rates)])}
    rates = sorted(
        (*kept, *over.rates), key=lambda rate: order.get(rate.price_list, len(base.rates))
    )
    return replace(
        base,
        **{
            **said,
            "id": base.id,
            "aliases": tuple(dict.fromkeys((*base.aliases, *over.aliases))),
            "rates": tuple(rates),
        },
    )
