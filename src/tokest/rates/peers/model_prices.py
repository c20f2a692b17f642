"""model-prices: models.dev's history, corrected from the vendors' pages, with services and spans.

https://pypi.org/project/model-prices (read in version 0.0.5, schema 1).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from tokest.rates.peers.building import Builder, Entry, PriceList, service, tiers
from tokest.rates.peers.contents import bound, broken, listed, load_json, mapping, price
from tokest.rates.peers.models_dev import CONVERTED, REGIONS, amounts, iso_day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokest.rates.peers.building import Amounts, Origin, Peer

PACKAGE: Final = "model-prices"
FILE: Final = "model_prices/snapshot.json"
HOME: Final = "https://pypi.org/project/model-prices"


def read(raw: bytes, origin: Origin) -> Peer:
    """Read the list; it says when it was made."""
    found = load_json(raw, origin.file)
    if found.get("schema") != 1:
        raise broken(origin.file, "is no list of schema 1")
    builder = Builder(origin, HOME, iso_day(found.get("updated_at")) or origin.asked)
    for provider, models in mapping(found.get("prices")).items():
        for model, found_modes in mapping(models).items():
            if provider in CONVERTED:
                builder.skip("converted from another currency")
                continue
            modes = mapping(found_modes)
            lists = tuple(part for mode in modes for part in _spans(mode, listed(modes[mode])))
            builder.add(
                Entry(
                    provider=provider,
                    model=model,
                    lists=_thinking(lists, listed(modes.get("thinking"))),
                    region=REGIONS.get(provider, "global"),
                    source=_source(listed(modes.get("standard"))),
                )
            )
    return builder.peer()


def _spans(mode: str, intervals: list[Any]) -> Iterator[PriceList]:
    """Lay the intervals of a mode end to end; prices that were withdrawn leave a gap."""
    if mode == "thinking":
        return
    named = None if mode == "standard" else service(mode)
    if named is None and mode != "standard":
        return
    dated = {iso_day(mapping(interval).get("start")): interval for interval in intervals}
    starts = sorted(dated, key=lambda start: start or date.min)
    for start, end in zip(starts, (*starts[1:], None), strict=True):
        rates = mapping(mapping(dated[start]).get("rates"))
        above = dict(_above(listed(rates.get("tiers"))))
        base = _with_hour(amounts(rates), rates)
        yield PriceList(service=named, tiers=tiers(base, above), start=start, end=end)


def _above(found: list[Any]) -> Iterator[tuple[int, Amounts]]:
    for tier in map(mapping, found):
        above = bound(tier.get("above"))
        if above is not None:
            yield above, amounts(tier)


def _with_hour(found: Amounts, rates: dict[str, Any]) -> Amounts:
    """Add the price of a cache kept for an hour, given as a multiple of the input price."""
    multiple = price(rates.get("cache_write_1h_multiple"))
    if multiple is not None and "input" in found:
        hour = price(multiple * found["input"])
        return found if hour is None else {**found, "cache_write_1h": hour}
    return found


def _thinking(lists: tuple[PriceList, ...], intervals: list[Any]) -> tuple[PriceList, ...]:
    """Add the output price of thinking requests to the newest plain list."""
    newest = mapping(mapping(intervals[-1] if intervals else None).get("rates"))
    output = amounts(newest).get("output")
    plain = [part for part in lists if part.service is None and part.end is None]
    if output is None or not plain:
        return lists
    (old,) = plain
    (first, *rest) = old.tiers or (None,)
    if first is None or rest:
        return lists
    new = replace(old, tiers=(replace(first, thinking=replace(first.thinking, output=output)),))
    return tuple(new if part is old else part for part in lists)


def _source(intervals: list[Any]) -> str | None:
    newest = mapping(mapping(intervals[-1] if intervals else None).get("rates"))
    found = newest.get("source")
    return found if isinstance(found, str) else None
