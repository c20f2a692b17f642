"""Hold the rate card against a file of collected facts: which sourced rows it represents.

    python tools/check_facts.py FACTS.yaml [--left-out]

A row counts as represented if the card has its model in its price list (region, currency) and
every figure of the row is among the prices of that list, batch and service figures included.
"""

from __future__ import annotations

import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml

from tokest.rates.card import MODES, Prices, Rate, RateCard
from tokest.rates.load import builtin_card
from tokest.units import UNITS

if TYPE_CHECKING:
    from collections.abc import Iterator

    Row = dict[str, Any]

LEAST: Final = Decimal("0.95")
REGIONS: Final = {
    "cn-mainland (Beijing)": "cn",
    "international (Singapore)": "intl",
    "us (Virginia)": "us",
    "eu (Frankfurt)": "eu",
    "jp (Tokyo)": "jp",
    "all": "global",
}
RENAMED: Final = {
    "tool/search_strategy:agent / agent_max": "tool/search_strategy:agent",
    "tool/web_search agent": "tool/search_strategy:agent",
    "tool/image_search (i2i)": "tool/image_search",
    "tool/web_search_image (t2i)": "tool/web_search_image",
    "tool/WebSearch MCP": "tool/WebSearch-MCP",
}
ZERO_CACHE: Final = frozenset({"cache_read", "cache_write"})
"""A zero there means in the collected lists that nothing is known, unless the input is free."""


class _Loader(yaml.CSafeLoader):
    """Reads numbers as they are written, never through a binary float."""

    def construct_decimal(self, node: yaml.ScalarNode) -> Decimal:
        """Read a number."""
        return Decimal(str(self.construct_scalar(node)))


_Loader.add_constructor("tag:yaml.org,2002:float", _Loader.construct_decimal)


def main() -> None:
    """Print the share and what is missing; fail below the least share."""
    rows = yaml.load(Path(sys.argv[1]).read_text("utf-8"), Loader=_Loader)["facts"]  # noqa: S506
    card = builtin_card()
    missing = [(row, lacking) for row in rows if (lacking := _lacking(row, card))]
    kept = len(rows) - len(missing)
    share = Decimal(kept) / len(rows)
    print(f"{kept} of {len(rows)} sourced rows represented: {share:.2%}")
    for what, count in Counter(lacking for _, lacking in missing).most_common():
        print(f"{count:5}  {what}")
    if "--left-out" in sys.argv:
        for row, lacking in missing:
            print(f"{row['provider']}/{row['model']} {row['region']} {row['currency']}: {lacking}")
    sys.exit(share < LEAST)


def _lacking(row: Row, card: RateCard) -> str:
    """Say what of a row the card has not; nothing if it has all."""
    name = str(RENAMED.get(row["model"], row["model"])).lower()
    region = str(REGIONS.get(row["region"], row["region"]))
    rates = [
        rate
        for provider in card.providers
        if provider.id == row["provider"]
        for model in provider.models
        if model.id.lower() == name
        for rate in model.rates
        if (rate.region, rate.currency) == (region, row["currency"])
    ]
    if not rates:
        return "no such price list"
    known = {figure for rate in rates for figure in _figures(rate)}
    lost = sorted({key for key, figure in _sourced(row) if figure not in known})
    return f"figures of {', '.join(lost)}" if lost else ""


def _figures(rate: Rate) -> Iterator[Decimal]:
    """Yield every price and bound of a rate, and what a batch file costs."""
    factor = rate.batch.factor if rate.batch else None
    for tier in rate.tiers:
        if tier.up_to is not None:
            yield Decimal(tier.up_to)
        for prices in (tier.prices, *(getattr(tier, mode) for mode in MODES)):
            for figure in _of(prices):
                yield figure
                if factor is not None:
                    yield figure * factor


def _of(prices: Prices) -> Iterator[Decimal]:
    for unit in UNITS:
        figure = getattr(prices, unit.name) if unit.own_price else None
        if figure is not None:
            yield figure


def _sourced(row: Row) -> Iterator[tuple[str, Decimal]]:
    """Yield the figures of a row that are prices or bounds of tiers."""
    times = row.get("time_of_day", {})
    spans = [part for part in (times.get("peak"), times.get("off_peak")) if isinstance(part, dict)]
    modes = [(mode, tier) for mode, tiers in row.get("modes", {}).items() for tier in tiers]
    plain = [("", tier) for tier in row.get("tiers", ())]
    prices = [("", row.get("prices", {})), *(("", span) for span in spans)]
    for mode, record in (*plain, *modes, *prices):
        for key, value in record.items():
            if key == "hours" or value is None:
                continue
            if value == 0 and key in ZERO_CACHE and record.get("input"):
                continue
            yield f"{mode} {key}".strip(), Decimal(value)


if __name__ == "__main__":
    main()
