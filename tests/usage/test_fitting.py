from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

import pytest

from tokest.units import Usage
from tokest.usage.days import Span
from tokest.usage.fitting import Fitted, fit
from usage.test_pricing import call

if TYPE_CHECKING:
    from tokest.usage.logs.call import Call

MONDAY = datetime(2026, 8, 3, 9, tzinfo=UTC)


def calls(days: int, *, growth: float = 0.0, weekend: float = 1.0, least: int = 40) -> list[Call]:
    """Make calls of `days` days that grow month by month and are fewer at the weekend."""
    draw = Random(days)  # noqa: S311  # a test's dice
    found = []
    for day in range(days):
        at = MONDAY + timedelta(days=day)
        factor = weekend if at.weekday() >= 5 else 1.0
        for _ in range(round(least * (1 + growth) ** (day / 30.4375) * factor)):
            reasoning = 100 if draw.random() < 0.25 else 0
            tokens = draw.randrange(1000, 2000)
            used = Usage(
                input_tokens=tokens,
                cache_read_tokens=tokens // 2,
                output_tokens=200 + reasoning,
                reasoning_tokens=reasoning,
            )
            found.append(replace(call("qwen-plus", used, batch=draw.random() < 0.5), at=at))
    return found


def only(made: list[Call]) -> Fitted:
    (one,), notes = fit(made, Span())
    assert notes == ()
    return one


def test_sizes_and_shares_are_those_of_the_log() -> None:
    made = calls(28)
    one = only(made)
    sizes = sorted(each.usage.input_tokens for each in made)
    assert one.input.mean == sum(sizes) / len(sizes)
    assert one.input.p90 == sizes[len(sizes) * 9 // 10]
    assert (one.output.mean, one.output.p90, one.output.most) == (200, 200, 200)
    assert one.cache_share == pytest.approx(0.5, abs=0.001)
    assert one.thinking_share == pytest.approx(0.25, abs=0.05)
    assert one.batch_share == pytest.approx(0.5, abs=0.05)
    assert one.thinking is not None
    assert one.thinking.mean == 100
    assert not one.cache_explicit


def test_rates_and_weekdays_are_those_of_the_last_weeks() -> None:
    one = only(calls(56, weekend=0.5))
    mean = (5 * 40 + 2 * 20) / 7
    assert one.requests_per_day == pytest.approx(mean)
    assert one.weekdays == pytest.approx([40 / mean] * 5 + [20 / mean] * 2)
    assert (one.first, one.last) == (date(2026, 8, 3), date(2026, 9, 27))


@pytest.mark.parametrize("growth", [0.1, 0.0, -0.2])
def test_growth_is_told_from_weekly_sums(growth: float) -> None:
    one = only(calls(84, growth=growth, weekend=0.5))
    assert one.growth_per_month == pytest.approx(growth, abs=0.01)


def test_a_short_log_does_not_say_what_it_cannot_know() -> None:
    one = only(calls(10))
    assert (one.weekdays, one.growth_per_month) == (None, None)
    assert one.requests_per_day == 40
    assert only(calls(20)).weekdays is not None


def test_a_kind_that_has_ended_has_no_requests_left() -> None:
    ended = [replace(each, prompt_class="old") for each in calls(14)]
    later = [replace(each, at=each.at and each.at + timedelta(days=60)) for each in calls(14)]
    found = {one.name: one.requests_per_day for one in fit([*ended, *later], Span())[0]}
    assert found == {"old on qwen-plus": 0, "qwen-plus": 40}


def test_tiers_are_kinds_of_their_own() -> None:
    long = [replace(each, usage=Usage(input_tokens=200_000)) for each in calls(14)]
    found = fit([*calls(14), *long], Span(), "cn")[0]
    assert [one.name for one in found] == ["qwen-plus", "qwen-plus, above 128k"]


def test_media_are_counted_by_request() -> None:
    video = call("wan2.6-t2v", Usage(output_video_seconds=5, variant="720p"))
    ten = replace(video, usage=Usage(output_video_seconds=10, variant="720p"))
    one = only([video, ten, ten])
    assert (one.units, one.variant) == ((("output_video_seconds", 25 / 3),), "720p")
    assert one.input.most == 0


def test_what_cannot_be_planned_is_told() -> None:
    unknown = call("house-7b", Usage(input_tokens=5))
    undated = replace(call("qwen-max", Usage(input_tokens=5)), at=None)
    found, notes = fit([unknown, undated], Span())
    assert found == ()
    assert notes == (
        "1 calls of house-7b passed over: not on the rate card",
        "1 calls that do not say when passed over",
    )
