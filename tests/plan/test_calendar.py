from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from plans import fixed, plan, workload
from tokest.plan.calendar import days_of, expected_requests, months

DAYS = st.dates(date(2020, 1, 1), date(2035, 1, 1))


@given(start=DAYS, length=st.integers(1, 2000))
def test_months_part_the_days_of_a_plan(start: date, length: int) -> None:
    end = date.fromordinal(start.toordinal() + length)
    of = plan(start=start, end=end)
    firsts = months(start, end)
    days = days_of(of, of.workloads[0])
    assert len(days) == length
    assert days[-1].month == len(firsts) - 1
    assert all(first.day == 1 for first in firsts[1:])
    assert all(days[place].day.month == firsts[days[place].month].month for place in (0, -1))


def test_a_workload_has_days_within_its_plan_and_grows_from_its_start() -> None:
    of = workload(start=date(2027, 1, 10), end=date(2028, 1, 1), growth_per_month=fixed("0.5"))
    days = days_of(plan(of, end=date(2027, 3, 1)), of)
    assert (days[0].day, days[-1].day) == (date(2027, 1, 10), date(2027, 2, 28))
    assert (days[0].steps, days[-1].steps, days[0].month) == (0, 1, 1)
    assert expected_requests(of, days) == 22 + 28 * Decimal("1.5")
