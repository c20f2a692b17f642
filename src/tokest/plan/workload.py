"""What is planned: workloads and what surrounds them, as plain values.

A file says the same; see `tokest.plan.schema`. Numbers of a whole plan may be uncertain (`Fixed`,
`Range`, `Skewed`); sizes differ from request to request (`Fixed`, `Skewed`, `Sample`, `Prompt`).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from datetime import date

    from tokest.plan.exchange import Exchange


@dataclass(frozen=True, slots=True)
class Fixed:
    """A number that is known."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Range:
    """Any number between two, each as likely as the other."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Skewed:
    """A lognormal distribution: most are below the mean, one in ten is above `p90`."""

    mean: Decimal
    p90: Decimal


@dataclass(frozen=True, slots=True)
class Sample:
    """Sizes that were seen, each as likely as the other; `source` says where."""

    values: tuple[int, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """A text, counted for each model."""

    text: str
    source: str


Number = Fixed | Range | Skewed
"""A number of a whole plan, known or not."""

Shape = Fixed | Skewed | Sample | Prompt
"""How sizes differ from request to request."""

NONE: Final = Fixed(Decimal(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """Tokens of a request's part.

    ``within`` is how well the sizes are known: 0.2 says that all of them may be up to 20 % smaller
    or larger together (90 % sure). ``most`` cuts each of them, as ``max_tokens`` does.
    """

    shape: Shape
    within: Decimal = Decimal(0)
    most: int | None = None


CacheKind = Literal["implicit", "explicit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Caching:
    """What of the input comes from a prompt cache.

    Either ``share`` of all input tokens does, or the first ``prefix_tokens`` of a request do when
    the request before it is not older than the cache keeps them. Requests come at random, on
    average ``seconds_between`` apart (``None``: as the requests per day have it). With
    ``history``, whole requests are cached, and each turn of a conversation finds the one before.
    """

    share: Number | None = None
    prefix_tokens: int | None = None
    seconds_between: Decimal | None = None
    ttl_seconds: int | None = None
    kind: CacheKind = "implicit"
    history: bool = False


EVERY_DAY: Final = (Decimal(1),) * 7
EVERY_MONTH: Final = (Decimal(1),) * 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """Requests of one kind.

    ``models`` are candidates; the first is the one that is planned with. ``requests_per_day``
    counts single requests on a day of factor 1; it grows by ``growth_per_month`` from calendar
    month to calendar month, and is multiplied by the day's ``weekdays`` (Monday first) and
    ``months`` factor. A conversation has ``turns`` requests: the first is ``input``, each later
    one adds the answer before it and a message of ``turn_input`` tokens. Retries are billed,
    failures are not. ``units`` are other counts of each request, by field of `Usage`, and
    ``variant`` what else their price depends on, such as a resolution.
    """

    name: str
    models: tuple[str, ...]
    input: Size
    output: Size
    requests_per_day: Number
    growth_per_month: Number = NONE
    weekdays: tuple[Decimal, ...] = EVERY_DAY
    months: tuple[Decimal, ...] = EVERY_MONTH
    start: date | None = None
    end: date | None = None
    region: str | None = None
    turns: int = 1
    turn_input: int = 0
    cache: Caching | None = None
    batch_share: Number = NONE
    thinking_share: Number = NONE
    thinking_tokens: Size | None = None
    peak_share: Number = NONE
    retry_share: Number = NONE
    failure_share: Number = NONE
    units: tuple[tuple[str, int], ...] = ()
    variant: str | None = None
    task: str | None = None
    needs: tuple[str, ...] = ()
    quality: tuple[tuple[str, Decimal], ...] = ()
    least_quality: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """An amount not to be exceeded, of all workloads or one, with all models or one.

    It raises an alert when spending more than ``percent`` of it has a probability of more than
    ``probability``.
    """

    amount: Decimal
    currency: str
    per: Literal["day", "month", "plan"]
    workload: str | None = None
    model: str | None = None
    percent: Decimal = Decimal(100)
    probability: Decimal = Decimal("0.5")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """Free quota that is used: of the models that some globs name, from the day it was granted.

    ``left`` is what is left at the plan's start (``None``: all of it); ``amount`` and ``days``
    stand in where the rate card has none. With ``only`` ("Free Quota Only"), calls are refused
    once it is used up, until the switch is turned off on the day ``off_on``.
    """

    models: tuple[str, ...]
    granted: date
    left: int | None = None
    amount: int | None = None
    days: int | None = None
    only: bool = False
    off_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Workloads for the days ``[start, end)``."""

    name: str
    start: date
    end: date
    workloads: tuple[Workload, ...]
    budgets: tuple[Budget, ...] = ()
    free_quota: tuple[Grant, ...] = ()
    exchange: tuple[Exchange, ...] = ()
