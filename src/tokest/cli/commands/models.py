"""List models with their prices, limits and encodings."""

from __future__ import annotations

from dataclasses import asdict
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

import click

from tokest.cli.options import output_format, rates
from tokest.cli.output import present
from tokest.cli.reading import read_card
from tokest.errors import InputError, UnknownModelError
from tokest.rates.kinds import KINDS, SOURCE, models_of, nouns_of
from tokest.rates.plain import plain_value
from tokest.render.table import Column, Report, Table
from tokest.tokens.encodings import Encoding, Proxy, find_family
from tokest.units import UNITS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokest.rates.card import Model, Provider, Rate, RateCard, Tier
    from tokest.render.table import Cell

COLUMNS: Final = (
    Column("model"),
    Column("provider", extra=True),
    Column("kind", extra=True),
    Column("region"),
    Column("service", extra=True),
    Column("variant", extra=True),
    Column("up to", "count"),
    Column("input"),
    Column("output"),
    Column("thinking", extra=True),
    Column("other prices", extra=True),
    Column("batch", extra=True),
    Column("currency"),
    Column("max input", "count", extra=True),
    Column("max output", "count", extra=True),
    Column("window", "count", extra=True),
    Column("tokens by", extra=True),
    Column("lifecycle", extra=True),
    Column("checked", extra=True),
)

NOTES: Final = (
    "prices per million tokens, per 10,000 characters, per 1,000 calls, and for one of the rest",
)


@click.command(short_help=__doc__)
@click.argument("pattern", default="*")
@click.option("--provider", help="Only models of this provider.")
@click.option("--region", help="Only rates of this region.")
@click.option("--units", is_flag=True, help="List what kinds of models are billed by instead.")
@rates()
@output_format()
def command(  # noqa: PLR0913  # one parameter an option, by name
    *,
    pattern: str,
    provider: str | None,
    region: str | None,
    units: bool,
    rates: tuple[str, ...],
    format_name: str,
) -> None:
    """List models with their prices, limits and encodings.

    PATTERN is a part of a model's name, or a glob such as 'qwen3*-max'. A model with tiers has one
    line a tier, chosen by the whole request's input tokens.
    """
    card = read_card(rates)
    if units:
        present(_units(card), format_name)
        return
    regions = {found.id for owner in card.providers for found in owner.regions}
    _check_known("--region", region, regions)
    _check_known("--provider", provider, {name for o in card.providers for name in _names(o)})
    found = [
        (owner, model)
        for owner in card.providers
        for model in owner.models
        if provider in (None, *_names(owner))
        and _matches(model, pattern)
        and (region is None or any(rate.region == region for rate in model.rates))
    ]
    if not found:
        known = (model.id for owner in card.providers for model in owner.models)
        raise UnknownModelError(pattern, known)
    rows = tuple(row for owner, model in found for row in _rows(owner, model, region))
    data = {"models": [{"provider": owner.id, **_record(model)} for owner, model in found]}
    table = Table(columns=COLUMNS, rows=rows, notes=NOTES)
    present(Report(schema="tokest/models/v2", table=table, data=data), format_name)


def _names(owner: Provider) -> tuple[str, ...]:
    return (owner.id, *owner.aliases)


def _check_known(option: str, name: str | None, known: set[str]) -> None:
    if name is not None and name not in known:
        raise InputError(option, f"{name!r} is not one of {', '.join(sorted(known))}")


def _matches(model: Model, pattern: str) -> bool:
    glob = pattern if any(char in pattern for char in "*?[") else f"*{pattern}*"
    return fnmatchcase(model.id.lower(), glob.lower())


def _rows(owner: Provider, model: Model, region: str | None) -> Iterator[tuple[Cell, ...]]:
    for rate in model.rates:
        if region in (None, rate.region):
            for tier in rate.tiers:
                yield _row(owner, model, rate, tier)


def _row(owner: Provider, model: Model, rate: Rate, tier: Tier) -> tuple[Cell, ...]:
    limits = model.limits
    return (
        model.id,
        owner.id,
        model.kind,
        rate.region,
        rate.service,
        tier.variant,
        tier.up_to,
        tier.prices.input,
        tier.prices.output,
        tier.thinking.output,
        _others(tier) or None,
        f"x {rate.batch.factor}" if rate.batch else None,
        rate.currency,
        limits.max_input if limits else None,
        limits.max_output if limits else None,
        limits.context_window if limits else None,
        _counter(model),
        model.lifecycle,
        rate.checked,
    )


def _others(tier: Tier) -> str:
    """Write the prices beside input and output: ``cache_read 0.16, input_audio 15.8``."""
    return ", ".join(
        f"{unit.name} {found.normalize():f}"
        for unit in UNITS
        if unit.own_price and unit.name not in {"input", "output"}
        if (found := getattr(tier.prices, unit.name)) is not None
    )


def _units(card: RateCard) -> Report:
    """Lay out the table of usage units: the vendor's rows, and what the card has of each."""
    rows = []
    for kind in KINDS:
        models = models_of(card, kind.id)
        here = sorted({noun for model in models for noun in nouns_of(model)})
        row = (kind.type, kind.subcategory, " or ".join(kind.nouns), kind.billing)
        rows.append((*row, kind.id, len(models), ", ".join(here)))
    columns = (
        *map(Column, ("type", "subcategory", "unit", "billed", "kind")),
        Column("models", "count"),
        Column("units on the card"),
    )
    kinds = [
        {**asdict(kind), "models": row[5], "on_card": row[6]}
        for kind, row in zip(KINDS, rows, strict=True)
    ]
    notes = (f"after {SOURCE}",)
    table = Table(columns=columns, rows=tuple(rows), notes=notes)
    return Report(schema="tokest/units/v1", table=table, data={"source": SOURCE, "kinds": kinds})


def _counter(model: Model) -> str | None:
    """Say what counts a model's tokens: an encoding, or a ratio to one."""
    if model.encoding is not None:
        return model.encoding
    try:
        counter = find_family(model.id).counter
    except UnknownModelError:
        return None
    if isinstance(counter, Proxy):
        return f"{counter.ratio} x {counter.encoding}"
    return counter.name if isinstance(counter, Encoding) else f"{counter.name} table"


def _record(model: Model) -> dict[str, object]:
    plain: dict[str, object] = plain_value(model)
    always = {"id": model.id, "kind": model.kind, "lifecycle": model.lifecycle}
    return {**always, "tokens_by": _counter(model), **plain}
