from __future__ import annotations

from datetime import UTC

import pytest

from tokest.errors import InputError
from tokest.usage.times import BEIJING, instant, seconds, zone_named


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2026-10-01", "2026-10-01T00:00:00+08:00"),
        ("2026/10/1", "2026-10-01T00:00:00+08:00"),
        ("2026年10月1日", "2026-10-01T00:00:00+08:00"),
        ("２０２６-10-01", "2026-10-01T00:00:00+08:00"),
        ("20261001", "2026-10-01T00:00:00+08:00"),
        ("202610", "2026-10-01T00:00:00+08:00"),
        ("2026-10", "2026-10-01T00:00:00+08:00"),
        ("2026-10-01 02:00", "2026-10-01T02:00:00+08:00"),
        ("2026/10/1 2:00", "2026-10-01T02:00:00+08:00"),
        ("2026-10-1 2:00:05", "2026-10-01T02:00:05+08:00"),
        ("2026年10月1日 02:00", "2026-10-01T02:00:00+08:00"),
        ("2026-10-01 02:00:00 UTC", "2026-10-01T02:00:00+00:00"),
        ("2026-10-01T02:00:00.1234567Z", "2026-10-01T02:00:00.123456+00:00"),
        ("2026-10-01T02:00:00Z", "2026-10-01T02:00:00+00:00"),
        ("1759622400", "2025-10-05T00:00:00+00:00"),
        ("1759622400000", "2025-10-05T00:00:00+00:00"),
    ],
)
def test_an_instant_is_read_as_exports_write_it(text: str, found: str) -> None:
    at = instant(text, BEIJING)
    assert at is not None
    assert at.isoformat() == found


def test_nothing_is_no_instant() -> None:
    assert instant("", UTC) is None
    assert instant("-", UTC) is None


@pytest.mark.parametrize(
    "text",
    ["yesterday", "2026-13-01", "2026-10-32", "99999999999999", "2026-10-01 25:00", "10/01/2026"],
)
def test_what_is_no_instant_is_refused_as_it_is_written(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{text}$"):
        instant(text, UTC)


def test_a_timestamp_that_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="-1"):
        seconds(-1)


@pytest.mark.parametrize("name", ["Mars/Base", "+99:00", "../etc"])
def test_an_unknown_zone_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="expected a name such as UTC"):
        zone_named(name)


def test_a_zone_is_found_by_name() -> None:
    at = instant("2026-10-01", zone_named("Asia/Shanghai"))
    assert at is not None
    assert at.isoformat() == "2026-10-01T00:00:00+08:00"
    assert str(zone_named("-05:30")) == "UTC-05:30"
