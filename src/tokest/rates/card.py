"""The rate card: frozen data, as `data/pricing.yaml` lays it out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date, datetime
    from decimal import Decimal

BatchCache = Literal["none", "factor", "plain"]
"""Cache prices in a batch file: no cache there, multiplied too, or unchanged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """Prices per million tokens; ``None`` is unknown, zero is free."""

    input: Decimal | None = None
    output: Decimal | None = None
    cache_read: Decimal | None = None
    cache_read_explicit: Decimal | None = None
    cache_write: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """Prices of requests with at most `up_to` input tokens (no bound when ``None``)."""

    prices: Prices
    thinking: Prices
    up_to: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What a batch file costs: `factor` times the plain price."""

    factor: Decimal
    cache: BatchCache


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """A span of the day in minutes after midnight, ``[start, end)``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Peak:
    """Hours in which every price is `factor` times the plain one."""

    factor: Decimal
    timezone: str
    hours: tuple[Hours, ...]
    days: tuple[str, ...]
    source: str
    start: datetime | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """The prices of one model in one region for the days ``[start, end)``."""

    region: str
    currency: str
    status: str
    source: str
    checked: date
    tiers: tuple[Tier, ...]
    via: str | None = None
    start: date | None = None
    end: date | None = None
    batch: Batch | None = None
    peak: Peak | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Tokens a model accepts and gives; ``None`` is unknown."""

    source: str
    checked: date
    context_window: int | None = None
    max_input: int | None = None
    max_input_thinking: int | None = None
    max_output: int | None = None
    max_output_thinking: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """One billable model."""

    id: str
    lifecycle: str
    rates: tuple[Rate, ...]
    aliases: tuple[str, ...] = ()
    encoding: str | None = None
    thinking: str | None = None
    limits: Limits | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A price list of a provider."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """Who bills."""

    id: str
    name: str
    default_region: str
    regions: tuple[Region, ...]
    models: tuple[Model, ...]
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RateCard:
    """All providers; compared and hashed by identity, since it is large and made once."""

    version: int
    providers: tuple[Provider, ...]
