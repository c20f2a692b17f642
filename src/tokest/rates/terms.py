"""How a request is sent, and which rate follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final, Protocol
from zoneinfo import ZoneInfo

from tokest.arguments import word, yes_or_no
from tokest.errors import InputError, RegionError
from tokest.rates.card import DAYS

if TYPE_CHECKING:
    from tokest.rates.card import Peak, Rate, RateCard
    from tokest.rates.match import Match
    from tokest.units import Usage

EVERYWHERE: Final = "global"
"""A region of this name stands for all regions of its provider."""

CONTRACT: Final = "contract"
"""The status of a rate of the user's own, which goes before every printed one."""

BATCH: Final = "batch"
"""A service of this name is a price list of batch files."""


class Span(Protocol):
    """What holds for the days ``[start, end)``; an unknown end is open."""

    @property
    def start(self) -> date | None:
        """The first day."""

    @property
    def end(self) -> date | None:
        """The day after the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How a request is sent: what changes its price beside what it uses.

    `thinking` left ``None`` follows the usage and the model's default; `reasoned` false says that
    a request that asked for thinking got none. `at` is a day, or an instant with its time zone,
    which also decides peak hours. `currency` chooses among the currencies of a price list.
    """

    region: str | None = None
    batch: bool = False
    thinking: bool | None = None
    at: date | datetime | None = None
    service: str | None = None
    currency: str | None = None
    reasoned: bool | None = None

    def __post_init__(self) -> None:
        for name in ("batch", "thinking", "reasoned"):
            yes_or_no(name, getattr(self, name))
        for name in ("region", "service", "currency"):
            if getattr(self, name) is not None:
                word(name, getattr(self, name))
        if not isinstance(self.at, date | None):
            raise InputError("at", f"must be a date or a datetime, got {self.at!r:.80}")


def check_region(region: str | None, card: RateCard) -> None:
    """Refuse a region that no provider of a card has.

    >>> from tokest.rates.load import builtin_card
    >>> check_region("intl", builtin_card())
    """
    known = {found.id for provider in card.providers for found in provider.regions}
    if region is not None and region not in known:
        raise InputError("region", f"{region!r} is not one of {', '.join(sorted(known))}")


def choose_rate(match: Match, terms: Terms, notes: list[str]) -> Rate:
    """Choose the rate by region, service, currency and day; `notes` gets what was not asked for.

    Raises
    ------
    RegionError
        when the model has no rate there or on that day.
    """
    if match.passed_over:
        notes.append(f"priced as sold by {match.provider.id}; also: {', '.join(match.passed_over)}")
    if match.rule == "snapshot":
        notes.append(f"a snapshot that the card does not list, priced as {match.model.id}")
    plain = [rate for rate in match.model.rates if rate.service is None]
    region = _region(match, terms.region, {rate.region for rate in plain}, notes)
    listed = [rate for rate in match.model.rates if rate.region == region]
    found = _offered(listed, match, region, terms)
    day = day_of(terms.at)
    held = [rate for rate in found if holds(rate, day)]
    if not held:
        raise RegionError(match.model.id, region, f"on {day}")
    if terms.currency is None and len({rate.currency for rate in held}) > 1:
        preferred = {found.id: found.currency for found in match.provider.regions}.get(region)
        held.sort(key=lambda rate: (rate.status != CONTRACT, rate.currency != preferred))
        if held[0].currency != preferred and held[0].status != CONTRACT:
            notes.append(f"prices in {held[0].currency}, the first of those on record")
    rate = held[0]
    if day is not None and rate.start is None and day < rate.checked:
        notes.append(f"the price was read on {rate.checked}; since when it holds is not known")
    if rate.note:
        notes.append(rate.note)
    return rate


def _offered(listed: list[Rate], match: Match, region: str, terms: Terms) -> list[Rate]:
    """Keep the rates of the service and currency asked for, or say which ones there are."""
    if not listed:
        offered = {rate.region for rate in match.model.rates}
        raise RegionError(match.model.id, region, f"offered in: {', '.join(sorted(offered))}")
    if terms.service and terms.batch:
        raise InputError("service", f"a batch file has no service, got {terms.service!r}")
    service = terms.service or (BATCH if terms.batch else None)
    found = [rate for rate in listed if rate.service == service]
    if terms.batch and not found:
        found = [rate for rate in listed if rate.service is None]
    if not found:
        known = ", ".join(sorted({rate.service for rate in listed if rate.service})) or "none"
        what = f"{match.model.id} has no {terms.service!r} price in {region} (services: {known})"
        raise InputError("service", what)
    if terms.currency is None:
        return found
    wanted = [rate for rate in found if rate.currency == terms.currency]
    if not wanted:
        known = ", ".join(sorted({rate.currency for rate in found}))
        what = (
            f"{match.model.id} has no price in {terms.currency!r} in {region} (there is: {known})"
        )
        raise InputError("currency", what)
    return wanted


def thinks(usage: Usage, match: Match, terms: Terms, notes: list[str]) -> bool:
    """Decide whether the request is billed as a thinking one."""
    model = match.model
    if terms.reasoned is not None:
        return terms.reasoned
    if model.thinking == "always":
        if terms.thinking is False:
            notes.append(f"{model.id} always thinks")
        return True
    if terms.thinking is None:
        return usage.reasoning_tokens > 0 or model.thinking == "opt_out"
    if terms.thinking and model.thinking is None:
        notes.append(f"the card does not say whether {model.id} thinks")
    return terms.thinking


def in_peak(peak: Peak | None, at: date | datetime | None, notes: list[str]) -> bool:
    """Say whether the price of the peak hours holds; without an instant it does not."""
    if peak is None:
        return False
    dearer = f"x {peak.factor}" if peak.factor is not None else "the peak price"
    limits = f"; {peak.note}" if peak.note else ""
    if not isinstance(at, datetime):
        notes.append(f"off-peak price; in peak hours {dearer}{limits}")
        return False
    local = at.astimezone(ZoneInfo(peak.timezone))
    minute = local.hour * 60 + local.minute
    started = peak.start is None or at >= peak.start
    in_hours = any(hours.start <= minute < hours.end for hours in peak.hours)
    if started and in_hours and DAYS[local.weekday()] in peak.days:
        unchecked = " (the calendar is not checked)" if peak.note else ""
        notes.append(f"peak hour, {dearer}{limits}{unchecked}")
        return True
    return False


def _region(match: Match, asked: str | None, offered: set[str], notes: list[str]) -> str:
    provider = match.provider
    default = provider.default_region or provider.regions[0].id
    if asked is not None or (default not in offered and EVERYWHERE in offered):
        if asked not in offered and EVERYWHERE in offered:
            notes.append(f"{provider.id} has one price list for all regions")
            return EVERYWHERE
        return asked or default
    if len(offered) == 1 and default not in offered:
        (only,) = offered
        notes.append(f"region {only}, the only one that offers the model")
        return only
    if len(provider.regions) > 1:
        notes.append(f"region {default}, the default of {provider.id}")
    return default


def day_of(at: date | datetime | None) -> date | None:
    """Give the day whose prices hold, in UTC.

    >>> day_of(datetime(2026, 1, 1, 7, tzinfo=ZoneInfo("Asia/Shanghai")))
    datetime.date(2025, 12, 31)
    """
    if isinstance(at, datetime):
        if at.tzinfo is None:
            raise InputError("at", "a time needs its time zone")
        return at.astimezone(UTC).date()
    return at


def holds(span: Span, day: date | None) -> bool:
    """Whether a span of days holds on a day; without a day, one whose end is open."""
    if day is None:
        return span.end is None
    return (span.start is None or span.start <= day) and (span.end is None or day < span.end)
