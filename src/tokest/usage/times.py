"""Instants and days as exports write them."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tokest.errors import InputError

BEIJING: Final = timezone(timedelta(hours=8), "UTC+8")
"""Bills of Model Studio are in Beijing time: the pricing page states its hours so.

https://help.aliyun.com/zh/model-studio/model-pricing (stored copy of 2026-10-09)
"""

_LATEST: Final = 32_503_680_000
"""The year 3000 in seconds: a larger timestamp is in milliseconds."""

_DAYS: Final = (
    re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", re.ASCII),
    re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII),
    re.compile(r"(\d{4})[-/年]?(\d\d)月?", re.ASCII),
)
_MOMENT: Final = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: +|T)(\d{1,2})(:\d\d.*?)( UTC)?", re.ASCII
)
"""A day and an hour, perhaps without their zeros, as spreadsheets write them back."""

_SECONDS: Final = re.compile(r"\d{9,13}(?:\.\d+)?", re.ASCII)


@lru_cache(maxsize=100_000)
def instant(text: str, zone: tzinfo) -> datetime | None:
    """Read an instant or a day; what has no zone of its own is in `zone`.

    >>> instant("2026-10-01 00:05", BEIJING).isoformat()
    '2026-10-01T00:05:00+08:00'
    >>> instant("20261001", UTC).date().isoformat(), instant("1759622400", UTC).year
    ('2026-10-01', 2025)
    """
    word = unicodedata.normalize("NFKC", text).strip()
    if word in ("", "-"):
        return None
    try:
        return _instant(word, zone)
    except ValueError:
        raise ValueError(text) from None


def _instant(word: str, zone: tzinfo) -> datetime:
    day = next((found for shape in _DAYS if (found := shape.fullmatch(word))), None)
    if day:
        year, month, *rest = map(int, day.groups())
        return datetime(year, month, rest[0] if rest else 1, tzinfo=zone)
    if _SECONDS.fullmatch(word):
        return seconds(float(word))
    parts = _MOMENT.fullmatch(word)
    if parts:
        first, second, third, hour, minutes, utc = parts.groups()
        word = f"{first}-{second:0>2}-{third:0>2}T{hour:0>2}{minutes.strip()}{'Z' if utc else ''}"
    moment = datetime.fromisoformat(word)
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def seconds(value: float) -> datetime:
    """Read a timestamp in seconds or milliseconds.

    >>> seconds(1759622400).isoformat(), seconds(1759622400000).year
    ('2025-10-05T00:00:00+00:00', 2025)
    """
    if not 0 <= value < _LATEST * 1000:
        raise ValueError(value)
    return datetime.fromtimestamp(value if value < _LATEST else value / 1000, UTC)


def zone_named(name: str) -> tzinfo:
    """Find a time zone by its name, or by hours such as ``+08:00``.

    >>> zone_named("+08:00").utcoffset(None)
    datetime.timedelta(seconds=28800)
    """
    offset = re.fullmatch(r"([+-])(\d\d):?(\d\d)", name, re.ASCII)
    if offset:
        minutes = int(offset[2]) * 60 + int(offset[3])
        span = timedelta(minutes=minutes if offset[1] == "+" else -minutes)
        if abs(span) < timedelta(days=1):
            return timezone(span)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        shape = "expected a name such as UTC, Asia/Shanghai or +08:00"
        raise InputError("timezone", f"{shape}, got {name!r}") from None
