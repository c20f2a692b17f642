"""The rate card: frozen data, as `data/pricing.yaml` lays it out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from tokest.render.shown import Shown

if TYPE_CHECKING:
    from datetime import date, datetime
    from decimal import Decimal

    from tokest.render.table import Table

BatchCache = Literal["none", "factor", "plain"]
"""Cache prices in a batch file: no cache there, multiplied too, or unchanged."""

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

MODES: Final = ("thinking", "multimodal", "peak")
"""Prices of a tier that stand beside the plain ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """Prices of units, each for as many as its unit says; ``None`` is unknown, zero is free."""

    input: Decimal | None = None
    output: Decimal | None = None
    input_image: Decimal | None = None
    input_video: Decimal | None = None
    input_document: Decimal | None = None
    input_audio: Decimal | None = None
    output_audio: Decimal | None = None
    output_image: Decimal | None = None
    cache_read: Decimal | None = None
    cache_read_explicit: Decimal | None = None
    cache_write: Decimal | None = None
    cache_write_1h: Decimal | None = None
    cache_storage_token_hours: Decimal | None = None
    input_images: Decimal | None = None
    output_images: Decimal | None = None
    input_audio_seconds: Decimal | None = None
    output_audio_seconds: Decimal | None = None
    input_video_seconds: Decimal | None = None
    output_video_seconds: Decimal | None = None
    characters: Decimal | None = None
    pages: Decimal | None = None
    calls: Decimal | None = None
    tasks: Decimal | None = None


NO_PRICES: Final = Prices()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """Prices of requests with at most `up_to` input tokens (no bound when ``None``).

    `variant` is a resolution or the like that the prices are for. `thinking`, `multimodal` (the
    input holds more than text) and `peak` prices stand where they differ from the plain ones.
    """

    variant: str | None = None
    up_to: int | None = None
    prices: Prices
    thinking: Prices = NO_PRICES
    multimodal: Prices = NO_PRICES
    peak: Prices = NO_PRICES


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What a batch file costs: `factor` times the plain price."""

    factor: Decimal
    cache: BatchCache


@dataclass(frozen=True, slots=True, kw_only=True)
class Cache:
    """How a prompt cache works: factors of the input price where a tier prints none, and bounds."""

    read: Decimal | None = None
    read_explicit: Decimal | None = None
    write: Decimal | None = None
    write_1h: Decimal | None = None
    min_tokens: int | None = None
    ttl_seconds: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """A span of the day in minutes after midnight, ``[start, end)``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Peak:
    """Hours in which every price is `factor` times the plain one, or the tiers' own peak price."""

    factor: Decimal | None = None
    timezone: str
    hours: tuple[Hours, ...]
    days: tuple[str, ...]
    start: datetime | None = None
    note: str | None = None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Promotion:
    """A limited-time `factor` on every price, for the days ``[start, end)`` as far as known."""

    factor: Decimal
    start: date | None = None
    end: date | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeQuota:
    """What a new account gets of one model for nothing; `amount` ``None`` is not known exactly."""

    unit: str
    amount: int | None = None
    days: int
    note: str | None = None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """The prices of one model in one price list for the days ``[start, end)``.

    A price list is a region and a currency, and a `service` where there is one beside the plain
    call (flex, fast, batch). `marginal` tiers price what is inside their bounds; others all of a
    request. `free_beside_audio` says that text costs nothing where the answer is spoken, too.
    `disputed` says why other price lists are known to have other prices (`tokest.rates.audit`).
    """

    region: str
    currency: str
    service: str | None = None
    status: str
    source: str
    via: str | None = None
    checked: date
    start: date | None = None
    end: date | None = None
    marginal: bool = False
    batch: Batch | None = None
    batch_offered: bool | None = None
    cache: Cache | None = None
    peak: Peak | None = None
    promotion: Promotion | None = None
    free_beside_audio: bool | None = None
    minimum: Decimal | None = None
    free_quota: FreeQuota | None = None
    note: str | None = None
    disputed: str | None = None
    tiers: tuple[Tier, ...]

    @property
    def price_list(self) -> tuple[str, str, str | None]:
        """Which price list this is a span of."""
        return self.region, self.currency, self.service


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Tokens a model accepts and gives, and requests and tokens a minute; ``None`` is unknown."""

    context_window: int | None = None
    max_input: int | None = None
    max_input_thinking: int | None = None
    max_output: int | None = None
    max_output_thinking: int | None = None
    max_reasoning: int | None = None
    requests_per_minute: int | None = None
    tokens_per_minute: int | None = None
    source: str
    checked: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """One billable model; `kind` is a row of the table of usage units (`tokest.rates.kinds`).

    `hosted` says that its maker is another company; the maker's own offer goes before it.
    """

    id: str
    kind: str = "text"
    lifecycle: str = "current"
    hosted: bool = False
    aliases: tuple[str, ...] = ()
    encoding: str | None = None
    thinking: str | None = None
    limits: Limits | None = None
    rates: tuple[Rate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A price list of a provider; `currency` is taken where the list is printed in several."""

    id: str
    name: str
    currency: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """Who bills. `binary_bounds`: another of its sources reads the K of a tier as 1,024."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    default_region: str
    regions: tuple[Region, ...]
    binary_bounds: bool = False
    models: tuple[Model, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Discount:
    """A factor on every price of the models a glob names, for the days ``[start, end)``."""

    models: str
    region: str | None = None
    factor: Decimal
    start: date | None = None
    end: date | None = None
    note: str | None = None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeRate:
    """What one unit of `base` is worth in `quote`, from a day on until the next entry."""

    base: str
    quote: str
    rate: Decimal
    day: date
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class RateCard(Shown):
    """All providers; compared and hashed by identity, since it is large and made once."""

    version: int
    providers: tuple[Provider, ...] = ()
    discounts: tuple[Discount, ...] = ()
    exchange: tuple[ExchangeRate, ...] = ()

    def __repr__(self) -> str:
        """Say how much is on it: all of it would fill a book."""
        models = sum(len(provider.models) for provider in self.providers)
        return f"<RateCard: {models:,} models of {len(self.providers)} providers>"

    def table(self) -> Table:
        """Lay out one line a provider."""
        from tokest.rates.card_table import card_table  # noqa: PLC0415  # to be looked at

        return card_table(self)
