"""Free quota by the vendor's rules: what a grant is worth, how long, and what its switch does.

Rules of Model Studio: per model and snapshot; mainland only; real-time calls only; shared by the
users of an account; settled by the minute and shown late; used up with "Free Quota Only" on, calls
stop with HTTP 403 ``AllocationQuota.FreeTierOnly``
(https://help.aliyun.com/zh/model-studio/new-free-quota, read 2026-10, and
https://www.alibabacloud.com/help/en/model-studio/model-usage of 2026-03-24).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tokest.plan.workload import Grant
    from tokest.rates.card import Rate
    from tokest.rates.match import Match

REFUSAL: Final = "403 AllocationQuota.FreeTierOnly"

SHORTER: Final = date(2025, 9, 8)
LONG_DAYS: Final = 180
"""Quota granted before `SHORTER` was kept 180 days
(https://help.aliyun.com/zh/model-studio/new-free-quota, read 2026-10)."""

NOTES: Final = (
    "free quota covers real-time calls only, in the mainland",
    "it is settled by the minute and shown late; calls under way when it ends are finished",
)

USED_BY: Final = {
    "tokens": ("input_tokens", "output_tokens"),
    "images": ("output_images",),
    "seconds": (
        "input_audio_seconds",
        "output_audio_seconds",
        "input_video_seconds",
        "output_video_seconds",
    ),
    "characters": ("characters",),
}
"""The fields of `Usage` that use up a quota of some unit."""


@dataclass(frozen=True, slots=True)
class Switch:
    """What a page says, from a day on, of turning "Free Quota Only" off."""

    since: date
    any_time: bool
    words: str
    source: str


SWITCHES: Final = (
    Switch(
        date(2026, 3, 24),
        False,  # noqa: FBT003  # a value
        "once on, Free Quota Only cannot be turned off until the quota is used up",
        "https://www.alibabacloud.com/help/en/model-studio/model-usage",
    ),
    Switch(
        date(2026, 10, 1),
        True,  # noqa: FBT003  # a value
        "Free Quota Only can be turned off at any time",
        "https://help.aliyun.com/zh/model-studio/new-free-quota",
    ),
)
"""Two pages, two rules; the later one (read 2026-10, undated) is taken from that month on."""


def switch_on(day: date) -> Switch:
    """Give the rule of the switch on a day.

    >>> switch_on(date(2026, 9, 30)).any_time, switch_on(date(2026, 11, 1)).any_time
    (False, True)
    """
    return max((s for s in SWITCHES if s.since <= day), key=lambda s: s.since, default=SWITCHES[0])


@dataclass(frozen=True, slots=True)
class Terms:
    """What a grant comes to for one model: how much of what is left, and until when."""

    grant: Grant
    left: int
    amount: int
    unit: str
    expires: date


def grant_for(grants: tuple[Grant, ...], match: Match) -> Grant | None:
    """Find the first grant whose globs name a model."""
    names = (match.model.id.lower(), f"{match.provider.id}/{match.model.id}".lower())
    for grant in grants:
        if any(fnmatchcase(name, glob.lower()) for glob in grant.models for name in names):
            return grant
    return None


def terms_of(grant: Grant, rate: Rate) -> Terms | None:
    """Work out a grant by the rate card; ``None`` where neither says how much it is."""
    known = rate.free_quota
    amount = grant.amount if grant.amount is not None else (known.amount if known else None)
    if amount is None:
        return None
    days = grant.days or _days(grant.granted, known.days if known else 0)
    if not days:
        return None
    left = amount if grant.left is None else grant.left
    unit = known.unit if known else "tokens"
    return Terms(grant, left, amount, unit, grant.granted + timedelta(days))


def _days(granted: date, days: int) -> int:
    return LONG_DAYS if granted < SHORTER and days else days
