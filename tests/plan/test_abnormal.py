from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest

from tokest.errors import InputError
from tokest.plan.abnormal import UsageDay, find_abnormal, unjudged

MONDAY = date(2026, 9, 7)


def series(amounts: list[float], model: str = "qwen-plus") -> list[UsageDay]:
    return [
        UsageDay(day=MONDAY + timedelta(place), model=model, amount=Decimal(round(amount)))
        for place, amount in enumerate(amounts)
    ]


def weeks(count: int) -> list[float]:
    rng = np.random.default_rng(3)
    level = np.tile([1000, 1000, 1000, 1000, 1000, 300, 200], count)
    return [float(value) for value in level * rng.normal(1, 0.03, 7 * count)]


def test_usual_weeks_have_no_abnormal_day() -> None:
    assert find_abnormal(series(weeks(10))) == ()


def test_a_day_is_held_against_the_same_weekday() -> None:
    amounts = weeks(8)
    amounts[6 + 7 * 5] = 1000  # usual for a Monday, not for a Sunday
    (found,) = find_abnormal(series(amounts))
    assert (found.day, found.against, found.amount) == (date(2026, 10, 18), "Sunday", Decimal(1000))
    assert found.score > 4
    assert 150 < found.usual < 250


def test_a_day_without_usage_is_abnormal_too() -> None:
    amounts = weeks(8)
    amounts[16] = 0
    (found,) = find_abnormal(series(amounts))
    assert found.score < -4


def test_the_model_is_named() -> None:
    amounts = weeks(8)
    amounts[10] = 9000
    found = find_abnormal([*series(weeks(8), "qwen-max"), *series(amounts, "qwen-turbo")])
    assert [(one.model, one.day) for one in found] == [("qwen-turbo", date(2026, 9, 17))]


def test_entries_of_one_day_are_added() -> None:
    half = [amount / 2 for amount in weeks(8)]
    assert find_abnormal([*series(half), *series(half)]) == ()


def test_few_weeks_are_held_against_all_days_and_very_few_against_none() -> None:
    (found,) = find_abnormal(series([100, 101, 99, 100, 102, 900]))
    assert found.against == "all days"
    assert find_abnormal(series([100, 900, 100])) == ()


def test_a_threshold_must_be_above_zero() -> None:
    with pytest.raises(InputError, match="threshold"):
        find_abnormal([], threshold=0)


def test_what_is_counted_otherwise_is_not_added() -> None:
    tokens = series(weeks(8))
    seconds = [replace(one, amount=one.amount * 9, noun="second") for one in tokens[:35]]
    assert find_abnormal([*tokens, *seconds]) == ()


def test_models_with_few_days_are_named() -> None:
    few = series([1, 2, 3, 4], "qwen-max")
    assert unjudged([*few, *series([1, 2, 3, 4, 5], "qwen-plus")]) == ("qwen-max",)
