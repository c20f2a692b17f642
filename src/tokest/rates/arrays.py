"""Rates and usage as plain arrays, for `tokest.kernels.pricing`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from tokest.errors import InputError
from tokest.kernels.pricing import Table, leaves, price_rows
from tokest.rates.load import builtin_card
from tokest.rates.match import find_model
from tokest.rates.price import make_mode
from tokest.rates.terms import thinks
from tokest.units import FIELDS, PRICED_PARTS, UNITS, UNPRICED, Usage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from tokest.rates.card import RateCard, Tier
    from tokest.rates.match import Match
    from tokest.rates.modes import Mode
    from tokest.rates.terms import Terms
    from tokest.units import Unit

    Floats = NDArray[np.float64]

COLUMN: Final = {name: place for place, name in enumerate(FIELDS)}
"""Where a field of `Usage` stands in arrays."""

_INPUT: Final = UNITS[COLUMN["input_tokens"]]

ROWS_AT_ONCE: Final = 8_192
"""Rows priced in one go: what they need stays in the processor's cache."""

_PARTS: Final = tuple(
    (COLUMN[whole], tuple(COLUMN[part] for part in parts)) for whole, parts in PRICED_PARTS.items()
)
_CACHED: Final = [COLUMN[unit.field] for unit in UNITS if unit.split == "cache"]
_UNPRICED: Final = [COLUMN[name] for name in UNPRICED]
_MULTIMODAL: Final = ("input_image_tokens", "input_video_tokens", "input_audio_tokens")


def price_many(  # what `price` takes, less what only one request has
    counts: Mapping[str, Floats],
    models: Sequence[str],
    terms: Terms,
    *,
    card: RateCard | None = None,
) -> Floats:
    """Price many requests by many models: float64[M, N], NaN where `price` has no total.

    `counts` are by field of `Usage`, inclusive, one array a field; amounts are in the currency of
    each model's own price list. See `tokest.rates.price.price`, whose totals these are within
    float64's precision.

    Raises
    ------
    UnknownModelError, AmbiguousModelError, RegionError, InputError
        as `price` does.

    Examples
    --------
    >>> from tokest.rates.terms import Terms
    >>> counts = {"input_tokens": np.array([1000.0, 2000.0]), "output_tokens": np.array([500.0, 0])}
    >>> price_many(counts, ["qwen-max", "qwen-turbo"], Terms(region="intl")).round(6).tolist()
    [[0.0048, 0.0032], [0.00015, 0.0001]]
    """
    known = builtin_card() if card is None else card
    matches = [find_model(known, model) for model in models]
    tables: dict[tuple[Usage, str], tuple[Table, bool]] = {}
    size = len(next(iter(counts.values()), ()))
    costs = np.empty((len(models), size))
    for start in range(0, size, ROWS_AT_ONCE):
        here = slice(start, start + ROWS_AT_ONCE)
        whole = to_columns({name: values[here] for name, values in counts.items()})
        for probe, chosen in _kinds_of_rows(whole):
            for cost, match in zip(costs, matches, strict=True):
                key = probe, f"{match.provider.id}/{match.model.id}"
                if key not in tables:
                    tables[key] = price_table(match, terms, probe)
                table, cached = tables[key]
                part = whole if chosen.all() else whole[chosen]
                rows = to_rows(part, cached=cached)
                cost[here][chosen] = price_rows(rows, part[:, 0], [table])[0]
    return costs


def to_columns(counts: Mapping[str, Floats]) -> Floats:
    """Put counts by field into one array, float64[N, U]."""
    unknown = counts.keys() - COLUMN.keys()
    if unknown or not counts:
        what = f"no unit {min(unknown)!r}" if unknown else "give at least one unit"
        raise InputError("counts", f"{what} (there are: {', '.join(FIELDS)})")
    whole = np.zeros((len(next(iter(counts.values()))), len(FIELDS)))
    for name, values in counts.items():
        whole[:, COLUMN[name]] = values
    if not (np.isfinite(whole).all() and (whole >= 0).all()):
        raise InputError("counts", "must be 0 or more, and finite")
    return whole


def to_rows(whole: Floats, *, cached: bool) -> Floats:
    """Turn inclusive counts into own ones, with or without a cache; see `leaves`."""
    if not cached:
        whole = whole.copy()
        whole[:, _CACHED] = 0.0
    own = leaves(whole, _PARTS)
    own[:, _UNPRICED] = 0.0
    return own


def _kinds_of_rows(whole: Floats) -> list[tuple[Usage, NDArray[np.bool_]]]:
    """Part rows by what switches a price beside its tier, each part with a usage like it."""
    multimodal = whole[:, [COLUMN[name] for name in _MULTIMODAL]].any(axis=1)
    spoken = whole[:, COLUMN["output_audio_tokens"]] > 0
    reasoned = whole[:, COLUMN["reasoning_tokens"]] > 0
    found = []
    for kind in range(8):
        flags = kind & 1, kind >> 1 & 1, kind >> 2
        chosen = (multimodal == flags[0]) & (spoken == flags[1]) & (reasoned == flags[2])
        if chosen.any():
            found.append((probe_usage(*flags), chosen))
    return found


def probe_usage(multimodal: int = 0, spoken: int = 0, reasoned: int = 0) -> Usage:
    """Make the smallest usage that switches prices so."""
    return Usage(
        input_tokens=multimodal,
        input_image_tokens=multimodal,
        output_tokens=max(spoken, reasoned),
        output_audio_tokens=spoken,
        reasoning_tokens=reasoned,
    )


def price_table(
    match: Match, terms: Terms, probe: Usage, *, peak: bool | None = None
) -> tuple[Table, bool]:
    """Make the table of a model's prices for usage like `probe`; false says without a cache.

    `peak` overrules what the instant of the terms says of peak hours.
    """
    mode = make_mode(probe, match, terms)
    mode.thinking = thinks(probe, match, terms, [])
    if peak is not None:
        mode.peak = peak
    batch = mode.rate.batch
    cached = not (mode.needs_batch_factor and batch is not None and batch.cache == "none")
    if not mode.tiers:
        return Table(np.array([np.inf]), np.full((1, len(FIELDS)), np.nan)), cached
    table = Table(
        bounds=np.array([np.inf if t.up_to is None else float(t.up_to) for t in mode.tiers]),
        prices=np.array([_prices(mode, tier) for tier in mode.tiers]),
        marginal=mode.rate.marginal,
        minimum=float(mode.rate.minimum or 0),
        folded=tuple(COLUMN[unit.field] for unit in UNITS if _is_folded(mode, unit)),
    )
    return table, cached


def _is_folded(mode: Mode, unit: Unit) -> bool:
    """Whether a kind of input is counted as plain input before tiers are cut."""
    return mode.rate.marginal and unit.stands_in and not mode.knows(unit)


def _prices(mode: Mode, tier: Tier) -> list[float]:
    here = replace(mode, tier=tier)
    return [_price(here, unit, tier) for unit in UNITS]


def _price(mode: Mode, unit: Unit, tier: Tier) -> float:
    if not unit.own_price:
        return 0.0
    stands_in = unit.stands_in and not mode.knows(unit)
    found = mode.find(_INPUT if stands_in else unit, tier)
    return np.nan if found is None else float(found.rate()) / unit.per
