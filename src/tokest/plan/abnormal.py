"""Days of abnormal usage: far from the same weekday of other weeks."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import TYPE_CHECKING, Final

from tokest.errors import InputError
from tokest.render.shown import Shown
from tokest.render.table import Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

SCALE: Final = 1.4826
"""The standard deviation of a normal distribution is so many median absolute deviations."""

FEWEST: Final = 4
"""Fewer other days are no ground to judge a day on."""

LEAST_SPREAD: Final = 0.05
"""A spread below this share of the usual level is taken as this: a flat series has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageDay:
    """What a model used, or cost, on a day; `noun` is what is counted, if that is said."""

    day: date
    model: str
    amount: Decimal
    noun: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Abnormal:
    """A day far from what is usual; `score` is in robust standard deviations.

    ``against`` says which days it was held against, ``usual`` is their median.
    """

    day: date
    model: str
    amount: Decimal
    usual: Decimal
    score: float
    against: str


class AbnormalDays(Shown, tuple[Abnormal, ...]):
    """Days far from what is usual, the farthest first."""

    __slots__ = ()

    def table(self) -> Table:
        """Lay out one line a day and model."""
        rows = tuple(
            (
                one.day,
                one.model,
                round(one.amount),
                round(one.usual),
                f"{one.score:+.1f}",
                one.against,
            )
            for one in self
        )
        return Table(columns=COLUMNS, rows=rows, title=f"{len(self)} abnormal days")


COLUMNS: Final = (
    Column("day"),
    Column("model"),
    Column("amount", "count"),
    Column("usual", "count"),
    Column("score"),
    Column("against"),
)


def find_abnormal(series: Iterable[UsageDay], *, threshold: float = 4.0) -> AbnormalDays:
    """Find days whose usage is abnormal for their model, the most abnormal first.

    A day is held against the same weekday of other weeks, or against all other days while there
    are fewer than four such weeks. Several entries of a day and model are added, if they count the
    same.

    Raises
    ------
    InputError
        for a threshold that is not above 0.

    Examples
    --------
    >>> from datetime import date, timedelta
    >>> days = [UsageDay(day=date(2026, 11, 2) + timedelta(i), model="qwen-plus",
    ...                  amount=Decimal(900 if i == 16 else 100 + i % 3)) for i in range(21)]
    >>> [(str(found.day), found.amount) for found in find_abnormal(days)]
    [('2026-11-18', Decimal('900'))]
    """
    if not threshold > 0:
        raise InputError("threshold", f"must be above 0, got {threshold}")
    found = [
        abnormal
        for (model, _), amounts in _by_model(series).items()
        for abnormal in _of_model(model, amounts)
        if abs(abnormal.score) > threshold
    ]
    return AbnormalDays(sorted(found, key=lambda one: (-abs(one.score), one.day, one.model)))


def unjudged(series: Iterable[UsageDay]) -> tuple[str, ...]:
    """Name the models with too few days for any to be judged.

    >>> from datetime import date
    >>> unjudged([UsageDay(day=date(2026, 11, 2), model="qwen-plus", amount=Decimal(1))])
    ('qwen-plus',)
    """
    models = (model for (model, _), days in _by_model(series).items() if len(days) <= FEWEST)
    return tuple(dict.fromkeys(models))


def _by_model(series: Iterable[UsageDay]) -> dict[tuple[str, str], dict[date, Decimal]]:
    """Add the entries of each day, by model and what is counted."""
    found: dict[tuple[str, str], dict[date, Decimal]] = {}
    for one in series:
        amounts = found.setdefault((one.model, one.noun), {})
        amounts[one.day] = amounts.get(one.day, Decimal(0)) + one.amount
    return found


def _of_model(model: str, amounts: dict[date, Decimal]) -> Iterable[Abnormal]:
    weekdays: dict[int, list[date]] = {}
    for day in amounts:
        weekdays.setdefault(day.weekday(), []).append(day)
    for days in weekdays.values():
        enough = len(days) > FEWEST
        others = days if enough else list(amounts)
        if len(others) <= FEWEST:
            continue
        usual, spread = _usual([amounts[other] for other in others])
        for day in days:
            yield Abnormal(
                day=day,
                model=model,
                amount=amounts[day],
                usual=usual,
                score=float(amounts[day] - usual) / spread,
                against=day.strftime("%A") if enough else "all days",
            )


def _usual(amounts: list[Decimal]) -> tuple[Decimal, float]:
    """Give the median and the spread around it; a day itself does not move a median much."""
    usual = median(amounts)
    spread = SCALE * float(median(abs(amount - usual) for amount in amounts))
    return usual, max(spread, LEAST_SPREAD * float(abs(usual)), 1e-9)
