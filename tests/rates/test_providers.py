"""What the main models of each provider cost for the same work, as golden files."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from tokest.rates.load import builtin_card
from tokest.rates.match import find_model
from tokest.rates.price import make_receipt
from tokest.rates.terms import Terms
from tokest.render.formats import render
from tokest.render.table import Column, Report, Table
from tokest.units import UNITS, Usage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tokest.rates.card import Provider
    from tokest.render.table import Cell

AT = date(2026, 11, 24)
WORK = {
    "token": Usage(
        input_tokens=40_000, cache_read_tokens=10_000, output_tokens=2_000, reasoning_tokens=500
    ),
    "image": Usage(output_images=1, input_images=1),
    "second": Usage(output_video_seconds=10, variant="720p"),
    "character": Usage(characters=5_000),
    "call": Usage(calls=100),
    "page": Usage(pages=100),
    "task": Usage(tasks=1),
}
COLUMNS = (
    Column("model"),
    Column("region"),
    Column("for"),
    Column("plain"),
    Column("batch"),
    Column("currency"),
    Column("matched"),
    Column("why not"),
)


def nouns(provider: Provider) -> Iterator[tuple[str, str, str]]:
    """Yield each model and region with the first noun that it prices."""
    for model in provider.models:
        for region in dict.fromkeys(rate.region for rate in model.rates):
            tiers = [t for rate in model.rates if rate.region == region for t in rate.tiers]
            priced = [
                unit.noun
                for unit in UNITS
                if unit.own_price and any(getattr(t.prices, unit.name) is not None for t in tiers)
            ]
            yield model.id, region, priced[0]


def rows(provider: Provider) -> Iterator[tuple[Cell, ...]]:
    for model, region, noun in nouns(provider):
        match = find_model(builtin_card(), f"{provider.id}/{model}")
        plain, batch = (
            make_receipt(WORK[noun], match, Terms(region=region, batch=batch, at=AT))
            for batch in (False, True)
        )
        why = "; ".join(problem for problem in plain.problems if plain.total is None)
        yield (
            model, plain.region, noun, plain.total, batch.total, plain.currency, plain.matched,
            why or None,
        )  # fmt: skip


@pytest.mark.parametrize("provider", builtin_card().providers, ids=lambda each: each.id)
def test_a_providers_prices_are_as_they_were(
    provider: Provider, golden: Callable[[str, str], None]
) -> None:
    table = Table(columns=COLUMNS, rows=tuple(rows(provider)))
    report = Report(schema="tokest/test/v1", table=table, data=None)
    golden(f"providers/{provider.id}.text", render(report, "text"))
