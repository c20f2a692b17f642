from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np
import pytest

from plans import CARD, between, fixed, plan, size, skewed, workload
from tokest.plan.drivers import find_drivers
from tokest.plan.prepare import prepare

if TYPE_CHECKING:
    from tokest.plan.workload import Workload


def drivers(*workloads: Workload) -> list[tuple[str, str, float, float]]:
    found = find_drivers(prepare(plan(*workloads), CARD, None))
    return [
        (driver.workload, driver.name, float(driver.cost_low), float(driver.cost_high))
        for driver in found
    ]


CHAT = workload(models=("cliff",), region="cn")


def test_nothing_uncertain_moves_nothing() -> None:
    assert drivers(CHAT) == []


def test_what_moves_the_total_most_comes_first() -> None:
    of = workload(
        models=("cliff",),
        region="cn",
        requests_per_day=between(50, 150),
        retry_share=between(0, "0.1"),
        output=size(500, within=Decimal("0.2")),
    )
    found = drivers(of)
    assert [name for _, name, _, _ in found] == [
        "requests per day",
        "output size, % of the plan's",
        "retry share",
    ]
    # 46.8 at 100 requests and no retries; in the middle there are 5 % of them
    assert found[0][2:] == pytest.approx((60 * 0.468 * 1.05, 140 * 0.468 * 1.05))
    assert found[2][2:] == pytest.approx((46.8 * 1.01, 46.8 * 1.09))


def test_inputs_say_where_to_pin_them_down() -> None:
    of = workload(models=("cliff",), region="cn", requests_per_day=skewed(100, 150))
    (driver,) = find_drivers(prepare(plan(of), CARD, None))
    assert driver.advice == "count the requests of some weeks in the logs"
    assert float(driver.input_high) == pytest.approx(150, rel=1e-5)
    assert driver.currency == "CNY"


def test_each_workload_moves_the_total_of_its_currency() -> None:
    one = workload(models=("cliff",), region="cn", requests_per_day=between(50, 150))
    two = workload(name="two", models=("small",), region="cn", requests_per_day=between(5, 9))
    found = drivers(one, two, workload(name="three", models=("cliff",), region="cn"))
    assert [row[0] for row in found] == ["chat", "two"]


def test_the_order_of_inputs_changes_nothing() -> None:
    one = workload(models=("cliff",), region="cn", requests_per_day=between(50, 150))
    two = workload(name="two", models=("small",), region="cn", batch_share=fixed(0))
    assert sorted(drivers(one, two)) == sorted(drivers(two, one))
    assert np.isfinite([row[2] for row in drivers(one, two)]).all()
