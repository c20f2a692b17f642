"""genai-prices: a Python module of providers and models, prices per million tokens.

https://github.com/pydantic/genai-prices (read in version 0.2.3). The module is read, not run.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from tokest.rates.peers.building import Builder, Entry, PriceList, service, tiers
from tokest.rates.peers.contents import bound, broken, listed, mapping, price, unpack
from tokest.rates.peers.literals import CALLED, read_assignment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokest.rates.peers.building import Amounts, Origin, Peer

PACKAGE: Final = "genai-prices"
FILE: Final = "genai_prices/data.py"
HOME: Final = "https://github.com/pydantic/genai-prices"

PROVIDERS: Final = {"x-ai": "xai"}

CONVERTED: Final = frozenset({"zhipuai"})
"""Lists in yuan whose figures are given in dollars there."""

_UNITS: Final = {
    "input_mtok": ("input", 1),
    "output_mtok": ("output", 1),
    "output_reasoning_mtok": ("thinking", 1),
    "cache_read_mtok": ("cache_read", 1),
    "cache_write_mtok": ("cache_write", 1),
    "cache_write_1h_mtok": ("cache_write_1h", 1),
    "input_audio_mtok": ("input_audio", 1),
    "output_audio_mtok": ("output_audio", 1),
    "input_image_mtok": ("input_image", 1),
    "output_image_mtok": ("output_image", 1),
    "input_video_mtok": ("input_video", 1),
}


def read(raw: bytes, origin: Origin) -> Peer:
    """Read the list; the last change of a price that it tells of is the day it is of."""
    try:
        text = unpack(raw, origin.file).decode()
    except UnicodeDecodeError:
        raise broken(origin.file, "is not UTF-8") from None
    owners = [mapping(owner) for owner in listed(read_assignment(text, "providers", origin.file))]
    builder = Builder(origin, HOME, max(_days(owners, origin.asked), default=origin.asked))
    for owner in owners:
        source = next(iter(listed(owner.get("pricing_urls"))), None)
        provider = str(owner.get("id"))
        for model in map(mapping, listed(owner.get("models"))):
            if provider in CONVERTED:
                builder.skip("converted from another currency")
                continue
            builder.add(
                Entry(
                    provider=PROVIDERS.get(provider, provider),
                    model=str(model.get("id")),
                    lists=(
                        *_plain(model.get("prices")),
                        *_variants(model.get("price_variants")),
                    ),
                    aliases=tuple(_names(mapping(model.get("match")))),
                    source=source if isinstance(source, str) else None,
                )
            )
    return builder.peer()


def _names(match: dict[str, Any]) -> Iterator[str]:
    """Give the names that a model answers to exactly; patterns are left out."""
    for clause in map(mapping, [match, *listed(match.get("or_"))]):
        name = clause.get("equals")
        if clause.get(CALLED) == "ClauseEquals" and isinstance(name, str):
            yield name


def _days(found: object, asked: date) -> Iterator[date]:
    """Give the days up to that of reading on which a price starts."""
    if isinstance(found, list):
        for item in found:
            yield from _days(item, asked)
    elif isinstance(found, dict):
        start = _start(found) if found.get(CALLED) == "StartDateConstraint" else None
        if start is not None and start <= asked:
            yield start
        for item in found.values():
            yield from _days(item, asked)


def _variants(found: object) -> Iterator[PriceList]:
    """Read the prices of other ways of processing; those that depend on more are left out."""
    ways: dict[str, dict[date | None, dict[str, Any]]] = {}
    for variant in map(mapping, listed(found)):
        when = mapping(variant.get("when"))
        word = when.get("processing")
        named = service(word) if isinstance(word, str) and len(when) == 1 else None
        if named is not None:
            start = _start(mapping(variant.get("constraint")))
            ways.setdefault(named, {})[start] = mapping(variant.get("prices"))
    for named, dated in ways.items():
        yield from _spans(dated, named)


def _plain(found: object) -> Iterator[PriceList]:
    """Read the plain prices; those of some hours of the day are left out."""
    dated: dict[date | None, dict[str, Any]] = {}
    for conditional in map(mapping, found if isinstance(found, list) else [found]):
        constraint = mapping(conditional.get("constraint"))
        if conditional.get(CALLED) != "ConditionalPrice":
            dated[None] = conditional
        elif not constraint or constraint.get(CALLED) == "StartDateConstraint":
            dated[_start(constraint)] = mapping(conditional.get("prices"))
    yield from _spans(dated, None)


def _spans(dated: dict[date | None, dict[str, Any]], named: str | None) -> Iterator[PriceList]:
    """Lay prices with starting days end to end."""
    starts = sorted(dated, key=lambda start: start or date.min)
    for start, end in zip(starts, (*starts[1:], None), strict=True):
        yield PriceList(service=named, tiers=_tiers(dated[start]), start=start, end=end)


def _start(constraint: dict[str, Any]) -> date | None:
    parts = listed(mapping(constraint.get("start_date")).get("*"))
    try:
        return date(*parts) if parts else None
    except (TypeError, ValueError, OverflowError):
        return None


def _tiers(prices: dict[str, Any]) -> tuple[Any, ...]:
    base: Amounts = {}
    above: dict[int, Amounts] = {}
    for theirs, (unit, times) in _UNITS.items():
        found = prices.get(theirs)
        amount = price(mapping(found).get("base") if isinstance(found, dict) else found, times)
        if amount is None:
            continue
        base[unit] = amount
        for tier in map(mapping, listed(mapping(found).get("tiers"))):
            start, higher = bound(tier.get("start")), price(tier.get("price"), times)
            if start is not None and higher is not None:
                above.setdefault(start, {})[unit] = higher
    return tiers(base, above)
