"""The calendar of records: days, weeks and months, and the span that is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime, tzinfo

    from tokest.usage.record import UsageRecord

UNKNOWN: Final = "unknown"
"""The day of a record that does not say when."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The days ``[since, until)``, in ``zone`` (``None``: each record's own)."""

    since: date | None = None
    until: date | None = None
    zone: tzinfo | None = None

    def day(self, at: datetime | None) -> date | None:
        """Give the day of an instant."""
        if at is None:
            return None
        return (at if self.zone is None else at.astimezone(self.zone)).date()

    def holds(self, at: datetime | None) -> bool:
        """Whether an instant lies in the span; one that is not known lies in an open one only."""
        day = self.day(at)
        if day is None:
            return self.since is None and self.until is None
        later = self.since is None or self.since <= day
        return later and (self.until is None or day < self.until)

    def keep(self, records: Iterable[UsageRecord]) -> Iterator[UsageRecord]:
        """Keep the records that lie in the span."""
        if self.since is None and self.until is None:
            yield from records
            return
        for record in records:
            if self.holds(record.start):
                yield record


def day_name(day: date | None) -> str:
    """Write a day.

    >>> from datetime import date
    >>> day_name(date(2026, 10, 1)), day_name(None)
    ('2026-10-01', 'unknown')
    """
    return UNKNOWN if day is None else day.isoformat()


def week_name(day: date | None) -> str:
    """Write the ISO week of a day.

    >>> from datetime import date
    >>> week_name(date(2027, 1, 1))
    '2026-W53'
    """
    if day is None:
        return UNKNOWN
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def month_name(day: date | None) -> str:
    """Write the month of a day.

    >>> from datetime import date
    >>> month_name(date(2026, 10, 1))
    '2026-10'
    """
    return UNKNOWN if day is None else f"{day:%Y-%m}"
