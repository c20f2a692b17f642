"""Rates and usage as plain arrays, for `tokest.kernels.pricing`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from tokest.kernels.pricing import Table, leaves, price_rows
from tokest.rates.price import _Mode
from tokest.rates.terms import choose_rate, peak_factor, thinks
from tokest.units import PER, UNITS, Usage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from tokest.rates.card import Rate
    from tokest.rates.match import Match
    from tokest.rates.terms import Terms

    Floats = NDArray[np.float64]

COLUMN: Final = {unit.field: place for place, unit in enumerate(UNITS)}
"""Where a field of `Usage` stands in arrays."""

PARTS: Final = tuple(
    (
        COLUMN[whole],
        tuple(
            COLUMN[unit.field] for unit in UNITS if unit.inside == whole and unit.own_price
        ),
    )
    for whole in dict.fromkeys(unit.inside for unit in UNITS if unit.own_price)
    if whole is not None
)


def price_table(match: Match, terms: Terms, *, thinking: bool, notes: list[str]) -> Table:
    """Make the table of a model's prices, as they are for these terms."""
    rate = choose_rate(match, terms, notes)
    factor = peak_factor(rate.peak, terms.at, notes)
    rows = []
    for tier in rate.tiers:
        mode = _Mode(rate, tier, terms.batch, thinking, factor)
        rows.append([_unit_price(mode, unit) for unit in UNITS])
    bounds = [np.inf if tier.up_to is None else float(tier.up_to) for tier in rate.tiers]
    return Table(np.array(bounds), np.array(rows))


def _unit_price(mode, unit) -> float:
    if not unit.own_price:
        return 0.0
    if mode.batch and mode.rate.batch and mode.rate.batch.cache == "none" and unit.inside == "input_tokens":
        unit = UNITS[0]
    found = mode.unit_rate(unit)
    return np.nan if found is None else float(found) / PER


def to_rows(counts: Mapping[str, Floats]) -> tuple[Floats, Floats]:
    """Put counts by field of `Usage` into rows of own counts, beside the input tokens."""
    size = len(next(iter(counts.values())))
    whole = np.zeros((size, len(COLUMN)))
    for name, values in counts.items():
        whole[:, COLUMN[name]] = values
    own = leaves(whole, PARTS)
    own[:, [COLUMN[unit.field] for unit in UNITS if not unit.own_price]] = 0.0
    return own, whole[:, COLUMN["input_tokens"]].copy()
