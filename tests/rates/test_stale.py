from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from price_lists import DAY, small_card
from tokest.rates.stale import stale


def test_the_day_itself_is_not_too_old() -> None:
    day = date(2026, 5, 1) + timedelta(days=90)
    assert stale(small_card(), day, 90) == ()
    (found,) = stale(small_card(), day + timedelta(days=1), 90)
    assert (found.provider, found.models, found.age) == ("alibaba", ("qwen-plus",), 91)


def test_rates_of_one_page_and_day_are_one_line() -> None:
    found = stale(small_card(), DAY, 0)
    assert [(one.provider, str(one.checked), one.models, one.via) for one in found] == [
        ("alibaba", "2026-05-01", ("qwen-plus",), None),
        ("alibaba", "2026-10-01", ("qwen-max", "qwen-tts"), None),
        ("deepseek", "2026-10-01", ("v4",), None),
        ("mistral", "2026-10-01", ("large",), None),
        ("mistral", "2026-10-01", ("large",), "a list"),
    ]


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.integers(0, 500), st.integers(0, 500))
def test_more_days_never_find_more(day: date, days: int, more: int) -> None:
    def models(limit: int) -> set[tuple[str, str]]:
        return {
            (one.provider, model) for one in stale(small_card(), day, limit) for model in one.models
        }

    assert models(days + more) <= models(days)
