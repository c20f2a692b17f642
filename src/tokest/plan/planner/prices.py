"""Prices of models as the planner's script takes them: whole numbers, by tier and mode."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from tokest.errors import InputError
from tokest.rates.price import make_mode
from tokest.rates.terms import Terms
from tokest.units import EXACT, UNITS, Usage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from tokest.rates.card import Tier
    from tokest.rates.match import Match
    from tokest.rates.modes import Mode

TRILLION: Final = Decimal(10) ** 12
_BY_NAME: Final = {unit.name: unit for unit in UNITS}
_MODES: Final = {
    "plain": Usage(input_tokens=1, output_tokens=1),
    "thinking": Usage(input_tokens=1, output_tokens=1, reasoning_tokens=1),
}


def model_prices(match: Match, region: str | None, at: date | None) -> dict[str, Any]:
    """Lay out the prices of a model as plain data, in trillionths per million tokens.

    `at` is a day: prices are those of the hours off peak.

    >>> from tokest.rates.load import builtin_card
    >>> from tokest.rates.match import find_model
    >>> found = model_prices(find_model(builtin_card(), "qwen-max"), "intl", None)
    >>> found["live"]["plain"][0]["input"], found["batch"]["plain"][0]["input"]
    ('1600000000000', '800000000000')
    """
    modes = {
        (sent, kind): make_mode(usage, match, Terms(region=region, batch=batch, at=at))
        for sent, batch in (("live", False), ("batch", True))
        for kind, usage in _MODES.items()
    }
    rate = modes["live", "plain"].rate
    if rate.marginal or rate.minimum is not None:
        raise InputError(match.model.id, "the planner knows neither marginal tiers nor minimums")
    names = {"model": match.model.id, "provider": match.provider.id}
    laid = {
        sent: {kind: list(_tiers(modes[sent, kind])) for kind in _MODES}
        for sent in ("live", "batch")
    }
    return {**names, "region": rate.region, "currency": rate.currency, **laid}


def _tiers(mode: Mode) -> Iterator[dict[str, Any]]:
    for tier in mode.tiers:
        cache = "cache_read" if _caches(mode) else "input"
        yield {
            "upTo": tier.up_to,
            "input": _whole(mode, "input", tier),
            "cacheRead": _whole(mode, cache, tier),
            "output": _whole(mode, "output", tier),
        }


def _caches(mode: Mode) -> bool:
    """Whether cached input has a price of its own, and is not billed as plain input."""
    batch = mode.rate.batch
    return not (mode.needs_batch_factor and batch is not None and batch.cache == "none")


def _whole(mode: Mode, unit: str, tier: Tier) -> str | None:
    found = mode.find(_BY_NAME[unit], tier)
    if found is None:
        return None
    scaled = EXACT.multiply(found.rate(), TRILLION)
    if scaled != int(scaled):
        raise InputError(unit, f"a price of {found.rate()} has too many digits for the planner")
    return str(int(scaled))
