"""From a log to what a plan says of it: sizes, rates, shares and growth, by kind of request."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from tokest.usage.pricing import thousands

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from tokest.usage.days import Span
    from tokest.usage.logs.call import Call

WEEK: Final = 7
LEAST_WEEKS: Final = 2
"""Whole weeks from which the days of the week are told apart."""

LEAST_GROWTH_WEEKS: Final = 8
"""Whole weeks from which growth is told from chance."""

DAYS_PER_MONTH: Final = 365.25 / 12

RECENT: Final = 28
"""Days at the end of a log that say how many requests there are now."""

MEDIA: Final = (
    "output_images",
    "input_audio_seconds",
    "output_audio_seconds",
    "output_video_seconds",
    "characters",
    "pages",
)
"""Units that a plan counts a request by, beside its tokens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """Mean, 90th percentile and most of what was seen."""

    mean: float
    p90: int
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """Requests of one kind and model, as a log has them.

    ``requests_per_day`` is the mean of the last weeks, ``weekdays`` (Monday first) are factors of
    it, ``growth_per_month`` a share; ``None`` where the log is too short to say. ``units`` are
    other units than tokens, and how many a request has on average.
    """

    name: str
    model: str
    calls: int
    first: date
    last: date
    input: Sizes
    output: Sizes
    requests_per_day: float
    weekdays: tuple[float, ...] | None
    growth_per_month: float | None
    cache_share: float
    cache_explicit: bool
    batch_share: float
    thinking_share: float
    thinking: Sizes | None
    units: tuple[tuple[str, float], ...]
    variant: str | None


@dataclass(slots=True)
class _Kind:
    input: array[int] = field(default_factory=lambda: array("q"))
    output: array[int] = field(default_factory=lambda: array("q"))
    thinking: array[int] = field(default_factory=lambda: array("q"))
    days: Counter[date] = field(default_factory=Counter)
    media: Counter[str] = field(default_factory=Counter)
    variants: Counter[str | None] = field(default_factory=Counter)
    cached: int = 0
    explicit: int = 0
    batch: int = 0

    def add(self, call: Call, day: date) -> None:
        used = call.usage
        self.days[day] += 1
        self.input.append(used.input_tokens)
        self.output.append(used.output_tokens - used.reasoning_tokens)
        if used.reasoning_tokens:
            self.thinking.append(used.reasoning_tokens)
        self.cached += used.cache_read_tokens + used.cache_read_explicit_tokens
        self.explicit += used.cache_read_explicit_tokens
        self.batch += call.batch
        self.variants[used.variant] += 1
        for name in MEDIA:
            count = getattr(used, name)
            if count:
                self.media[name] += count


def fit(
    calls: Iterable[Call], span: Span, region: str | None = None
) -> tuple[tuple[Fitted, ...], tuple[str, ...]]:
    """Fit a workload to each kind of request and model; also say what was passed over.

    Requests that are priced by different tiers of input length are different kinds.
    Calls of models that the rate card does not know, and calls that do not say when, are passed
    over: a plan can neither price nor place them.
    """
    kinds: dict[tuple[str, str, int], _Kind] = defaultdict(_Kind)
    unknown: Counter[str] = Counter()
    undated = 0
    for call in calls:
        day = span.day(call.at)
        if call.match is None:
            unknown[call.model] += 1
        elif day is None:
            undated += 1
        elif span.holds(call.at):
            model = f"{call.match.provider.id}/{call.match.model.id}"
            above = _above(call, region)
            kinds[call.prompt_class, model, above].add(call, day)
    notes = [
        f"{count:,} calls of {model} passed over: not on the rate card"
        for model, count in unknown.items()
    ]
    notes += [f"{undated:,} calls that do not say when passed over"] if undated else []
    last = max((day for kind in kinds.values() for day in kind.days), default=None)
    fitted = tuple(
        _fitted(*names, kind, last) for names, kind in sorted(kinds.items()) if last is not None
    )
    return fitted, tuple(notes)


def _above(call: Call, region: str | None) -> int:
    """Give the bound that a call's input is above, of those that prices change at."""
    rates = call.match.model.rates if call.match else ()
    bounds = {
        tier.up_to or 0
        for rate in rates
        if region in (None, rate.region)
        for tier in rate.tiers[:-1]
    }
    return max((bound for bound in bounds if bound < call.usage.input_tokens), default=0)


def _fitted(prompt_class: str, model: str, above: int, kind: _Kind, last: date) -> Fitted:
    """Fit one kind; it may have ended before the `last` day of the log."""
    calls = len(kind.input)
    first = min(kind.days)
    tokens = sum(kind.input)
    short = model.rpartition("/")[2]
    variant = kind.variants.most_common(1)[0][0]
    return Fitted(
        name=(f"{prompt_class} on {short}" if prompt_class else short)
        + (f", above {thousands(above)}k" if above else ""),
        model=model,
        calls=calls,
        first=first,
        last=last,
        input=_sizes(kind.input),
        output=_sizes(kind.output),
        requests_per_day=_rate(kind.days, first, last),
        weekdays=_weekdays(kind.days, first, last),
        growth_per_month=_growth(kind.days, first, last),
        cache_share=kind.cached / tokens if tokens else 0.0,
        cache_explicit=kind.explicit * 2 > kind.cached,
        batch_share=kind.batch / calls,
        thinking_share=len(kind.thinking) / calls,
        thinking=_sizes(kind.thinking) if kind.thinking else None,
        units=tuple((name, count / calls) for name, count in kind.media.items()),
        variant=variant,
    )


def _sizes(seen: array[int]) -> Sizes:
    ordered = sorted(seen)
    p90 = ordered[len(ordered) * 9 // 10]
    return Sizes(mean=sum(ordered) / len(ordered), p90=p90, most=ordered[-1])


def _rate(days: Counter[date], first: date, last: date) -> float:
    """Give the requests a day at the end of the log, over whole weeks where there are any."""
    length = min((last - first).days + 1, RECENT)
    if length > WEEK:
        length -= length % WEEK
    recent = sum(days[last - timedelta(days=back)] for back in range(length))
    return recent / length


def _weekdays(days: Counter[date], first: date, last: date) -> tuple[float, ...] | None:
    weeks = ((last - first).days + 1) // WEEK
    if weeks < LEAST_WEEKS:
        return None
    sums = [0] * WEEK
    for back in range(weeks * WEEK):
        day = last - timedelta(days=back)
        sums[day.weekday()] += days[day]
    mean = sum(sums) / WEEK
    return tuple(one / mean for one in sums) if mean else None


def _growth(days: Counter[date], first: date, last: date) -> float | None:
    """Give the monthly growth of the weekly sums, by the median slope of their logarithms."""
    weeks = ((last - first).days + 1) // WEEK
    if weeks < LEAST_GROWTH_WEEKS:
        return None
    sums = [
        sum(days[last - timedelta(days=WEEK * week + back)] for back in range(WEEK))
        for week in reversed(range(weeks))
    ]
    if min(sums) == 0:
        return None
    # numpy is not loaded by those whose log is short.
    import numpy as np  # noqa: PLC0415

    logs = np.log(np.array(sums, np.float64))
    left, right = np.triu_indices(weeks, k=1)
    slope = float(np.median((logs[right] - logs[left]) / (right - left)))
    return float(np.expm1(slope * DAYS_PER_MONTH / WEEK))
