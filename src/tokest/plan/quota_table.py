"""All models' free quota: granted, used, left, until when, and how long it lasts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

from tokest.plan.grants import NOTES, switch_on, terms_of
from tokest.plan.workload import Grant
from tokest.rates.terms import holds
from tokest.render.bars import bar
from tokest.render.shown import Shown
from tokest.render.table import Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from tokest.plan.abnormal import UsageDay
    from tokest.rates.card import FreeQuota, Model, Rate, RateCard
    from tokest.render.bars import Bar
    from tokest.render.charts import Chart
    from tokest.render.table import Cell

COLUMNS: Final = (
    Column("model"),
    Column("type", extra=True),
    Column("region", extra=True),
    Column("granted", "count"),
    Column("unit", extra=True),
    Column("used", "count"),
    Column("left", "count"),
    Column("left of it", extra=True),
    Column("a day", "count", extra=True),
    Column("days left", "count"),
    Column("used up"),
    Column("expires"),
    Column("remark", extra=True),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaRow:
    """One model's free quota.

    ``amount`` is ``None`` where no page says how much; ``used`` and what follows from it where no
    usage is given, ``expires`` where it is not known when it was granted. ``days_left`` is how
    long it lasts at ``per_day``, the mean use from the first day on record to the last; ``daily``
    is what was used on each day on record.
    """

    model: str
    kind: str
    region: str
    unit: str
    amount: int | None
    used: Decimal | None
    left: Decimal | None
    per_day: Decimal | None
    days_left: Decimal | None
    used_up: date | None
    expires: date | None
    daily: tuple[tuple[date, Decimal], ...]
    source: str
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotas(Shown):
    """The free quota of models on a day."""

    at: date
    rows: tuple[QuotaRow, ...]

    def table(self) -> Table:
        """Lay out one line a model and region."""
        return Table(
            columns=COLUMNS,
            rows=tuple(map(_cells, self.rows)),
            title=f"Free quota on {self.at}",
            notes=(*NOTES, switch_on(self.at).words),
        )

    def plot(self) -> dict[str, Chart]:
        """Draw how the quota of each model that was used runs down, by model and region."""
        from tokest.plan.charts import quota_charts  # noqa: PLC0415  # to be looked at

        return quota_charts(self)


def quota_rows(
    card: RateCard, usage: tuple[UsageDay, ...] | None, granted: date | None, at: date
) -> tuple[QuotaRow, ...]:
    """List every free quota of the rate card on a day.

    >>> from datetime import date
    >>> from tokest.rates.load import builtin_card
    >>> rows = quota_rows(builtin_card(), None, date(2026, 11, 1), date(2026, 11, 20))
    >>> [(row.amount, row.unit, str(row.expires)) for row in rows if row.model == "qwen-max"]
    [(1000000, 'tokens', '2027-01-30')]
    """
    use = _Use(None if usage is None else _by_model(usage), granted, at)
    return tuple(
        _row(model, rate, rate.free_quota, use)
        for model, rate in _rates(card, at)
        if rate.free_quota is not None
    )


@dataclass(frozen=True, slots=True)
class _Use:
    """What is known of the use: days by the name of the model, in lower case."""

    by_model: dict[str, list[UsageDay]] | None
    granted: date | None
    at: date


def _by_model(usage: tuple[UsageDay, ...]) -> dict[str, list[UsageDay]]:
    found: dict[str, list[UsageDay]] = {}
    for one in usage:
        found.setdefault(one.model.lower().rpartition("/")[2], []).append(one)
    return found


def _rates(card: RateCard, at: date) -> Iterator[tuple[Model, Rate]]:
    for provider in card.providers:
        for model in provider.models:
            for rate in model.rates:
                if holds(rate, at):
                    yield model, rate


def _row(model: Model, rate: Rate, quota: FreeQuota, use: _Use) -> QuotaRow:
    names = {name.lower() for name in (model.id, *model.aliases)}
    mine = None
    if use.by_model is not None:
        nouns = {"", quota.unit.removesuffix("s")}
        every = (one for name in names for one in use.by_model.get(name, ()))
        mine = [one for one in every if one.noun in nouns and _counts(one.day, use)]
    used = None if mine is None else sum((one.amount for one in mine), Decimal(0))
    amount = quota.amount
    left = None if amount is None or used is None else max(Decimal(0), amount - used)
    per_day = _per_day(mine) if mine else None
    lasts = left / per_day if left is not None and per_day else None
    return QuotaRow(
        model=model.id,
        kind=model.kind,
        region=rate.region,
        unit=quota.unit,
        amount=amount,
        used=used,
        left=left,
        per_day=per_day,
        days_left=lasts,
        used_up=_used_up(lasts, use.at),
        expires=_expires(rate, use.granted),
        daily=_daily(mine or ()),
        source=quota.source,
        note=quota.note,
    )


def _counts(day: date, use: _Use) -> bool:
    return day <= use.at and (use.granted is None or use.granted <= day)


def _per_day(mine: list[UsageDay]) -> Decimal:
    days = [one.day for one in mine]
    span = (max(days) - min(days)).days + 1
    return sum((one.amount for one in mine), Decimal(0)) / span


def _daily(mine: Iterable[UsageDay]) -> tuple[tuple[date, Decimal], ...]:
    days: dict[date, Decimal] = {}
    for one in mine:
        days[one.day] = days.get(one.day, Decimal(0)) + one.amount
    return tuple(sorted(days.items()))


def _used_up(lasts: Decimal | None, at: date) -> date | None:
    most = 36_500
    return None if lasts is None or lasts > most else at + timedelta(int(lasts))


def _expires(rate: Rate, granted: date | None) -> date | None:
    if granted is None:
        return None
    grant = Grant(models=("*",), granted=granted, amount=0)
    terms = terms_of(grant, rate)
    return terms.expires if terms else None


def choose(
    rows: Iterable[QuotaRow], pattern: str, kinds: tuple[str, ...], sort: str
) -> tuple[QuotaRow, ...]:
    """Search by a part of the name or a glob, filter by kind, and sort; unknown comes last.

    >>> choose((), "*", (), "model")
    ()
    """
    glob = pattern if any(char in pattern for char in "*?[") else f"*{pattern}*"
    found = [
        row
        for row in rows
        if fnmatchcase(row.model.lower(), glob.lower()) and (not kinds or row.kind in kinds)
    ]

    def key(row: QuotaRow) -> tuple[bool, object, str]:
        value = getattr(row, sort)
        return value is None, 0 if value is None else value, row.model

    return tuple(sorted(found, key=key))


def _cells(row: QuotaRow) -> tuple[Cell, ...]:
    return (
        row.model,
        row.kind,
        row.region,
        row.amount,
        row.unit,
        None if row.used is None else round(row.used),
        None if row.left is None else round(row.left),
        _bar(row),
        None if row.per_day is None else round(row.per_day),
        None if row.days_left is None else round(row.days_left),
        row.used_up,
        row.expires,
        row.note or "",
    )


def _bar(row: QuotaRow) -> Bar | str:
    """Draw what is left of what was granted."""
    if row.left is None or row.amount is None:
        return ""
    return bar(float(row.left), float(row.left), float(row.amount))
