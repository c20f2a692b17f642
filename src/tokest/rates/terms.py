"""How a request is sent, and which rate, mode and factor follow from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from tokest.errors import InputError, RegionError
from tokest.rates.schema import DAYS

if TYPE_CHECKING:
    from tokest.rates.card import Peak, Rate
    from tokest.rates.match import Match
    from tokest.units import Usage

EVERYWHERE: Final = "global"
"""A region of this name stands for all regions of its provider."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How a request is sent: what changes its price beside its tokens.

    `thinking` left ``None`` follows the usage and the model's default. `at` is a day, or an
    instant with its time zone, which also decides peak hours.
    """

    region: str | None = None
    batch: bool = False
    thinking: bool | None = None
    at: date | datetime | None = None


def choose_rate(match: Match, terms: Terms, notes: list[str]) -> Rate:
    """Choose the rate by region and day; `notes` gets what was not asked for.

    Raises
    ------
    RegionError
        when the model has no rate there or on that day.
    """
    if match.rule == "snapshot":
        notes.append(f"a snapshot that the card does not list, priced as {match.model.id}")
    day = _day(terms.at)
    offered = {rate.region for rate in match.model.rates}
    region = _region(match, terms.region, offered, notes)
    for rate in match.model.rates:
        if rate.region == region and _holds(rate, day):
            if rate.note:
                notes.append(rate.note)
            return rate
    hint = f"offered in: {', '.join(sorted(offered))}" if region not in offered else f"on {day}"
    raise RegionError(match.model.id, region, hint)


def thinks(usage: Usage, match: Match, terms: Terms, notes: list[str]) -> bool:
    """Decide whether the request is billed as a thinking one."""
    model = match.model
    if model.thinking == "always":
        if terms.thinking is False:
            notes.append(f"{model.id} always thinks")
        return True
    if terms.thinking is None:
        return usage.reasoning_tokens > 0 or model.thinking == "opt_out"
    if terms.thinking and model.thinking is None:
        notes.append(f"the card does not say whether {model.id} thinks")
    return terms.thinking


def peak_factor(peak: Peak | None, at: date | datetime | None, notes: list[str]) -> Decimal:
    """Give the factor of the hour; without an instant, that of the hours off peak."""
    if peak is None:
        return Decimal(1)
    limits = f"; {peak.note}" if peak.note else ""
    if not isinstance(at, datetime):
        notes.append(f"off-peak price; in peak hours x {peak.factor}{limits}")
        return Decimal(1)
    local = at.astimezone(ZoneInfo(peak.timezone))
    minute = local.hour * 60 + local.minute
    started = peak.start is None or at >= peak.start
    in_hours = any(hours.start <= minute < hours.end for hours in peak.hours)
    if started and in_hours and DAYS[local.weekday()] in peak.days:
        notes.append(f"peak hour, x {peak.factor}{limits} (the calendar is not checked)")
        return peak.factor
    return Decimal(1)


def _region(match: Match, asked: str | None, offered: set[str], notes: list[str]) -> str:
    provider = match.provider
    if asked is not None:
        if asked not in offered and EVERYWHERE in offered:
            notes.append(f"{provider.id} has one price list for all regions")
            return EVERYWHERE
        return asked
    if len(offered) == 1 and provider.default_region not in offered:
        (only,) = offered
        notes.append(f"region {only}, the only one that offers the model")
        return only
    if len(provider.regions) > 1:
        notes.append(f"region {provider.default_region}, the default of {provider.id}")
    return provider.default_region


def _day(at: date | datetime | None) -> date | None:
    if isinstance(at, datetime):
        if at.tzinfo is None:
            raise InputError("at", "a time needs its time zone")
        return at.astimezone(UTC).date()
    return at


def _holds(rate: Rate, day: date | None) -> bool:
    """Whether a rate holds on a day; without a day, the one whose end is open."""
    if day is None:
        return rate.end is None
    return (rate.start is None or rate.start <= day) and (rate.end is None or day < rate.end)
