from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import numpy as np
import pytest

from plans import CARD, fixed, plan, workload
from tokest.plan.forecast import forecast
from tokest.plan.outcome import Forecast, QuotaLeft
from tokest.plan.quota_left import quota_left_table, until_empty
from tokest.plan.workload import Grant

FIRST = date(2026, 12, 1)


def run(per_day: int) -> Forecast:
    chat = workload(models=("cliff",), region="cn", requests_per_day=fixed(per_day))
    of = plan(chat, free_quota=(Grant(models=("cliff",), granted=FIRST),))
    return forecast(of, rng=np.random.default_rng(0), card=CARD)


def test_days_are_laid_out_up_to_the_first_on_which_nothing_is_left() -> None:
    rows = quota_left_table(run(100)).rows
    assert rows[0][:7] == ("chat", "cliff", FIRST, 10**6, 10**6, 10**6, "tokens")
    assert rows[-1][2:6] == (date(2026, 12, 8), 0, 0, 0)
    assert len(rows) == 8
    assert [len(str(row[-1])) for row in rows[:3]] == [24, 20, 17]


def test_of_many_days_some_are_laid_out_and_the_last() -> None:
    days = [row[2] for row in quota_left_table(run(1)).rows]
    assert days[0] == FIRST
    assert days[-1] == date(2027, 2, 1)
    assert 6 <= len(days) <= 13
    steps = {second - first for first, second in pairwise(days[:-1])}  # type: ignore[operator]
    assert len(steps) == 1


@pytest.mark.parametrize(("levels", "days"), [((9, 5, 0, 0), 3), ((9, 5), 2), ((0, 0), 1)])
def test_what_comes_after_the_end_is_left_out(levels: tuple[int, ...], days: int) -> None:
    one = QuotaLeft(day=FIRST, p10=Decimal(0), p50=Decimal(0), p90=Decimal(0))
    left = tuple(
        replace(one, day=FIRST + timedelta(at), p90=Decimal(level))
        for at, level in enumerate(levels)
    )
    assert len(until_empty(left)) == days
