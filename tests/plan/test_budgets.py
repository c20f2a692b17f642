from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np
import pytest

from plans import CARD, between, fixed, plan, workload
from tokest.plan.forecast import forecast
from tokest.plan.workload import Budget, Workload

if TYPE_CHECKING:
    from tokest.plan.outcome import BudgetOutcome

# 0.006 CNY a request, 100 a day: 18.60 in December, twice the price from 16 January.
CHAT = workload(models=("cliff",), region="cn")


def hold(*workloads: Workload, **of: object) -> BudgetOutcome:
    budget = Budget(**{"currency": "CNY", "per": "month", **of})  # type: ignore[arg-type]
    found = forecast(
        plan(*(workloads or (CHAT,)), budgets=(budget,)), rng=np.random.default_rng(0), card=CARD
    )
    return found.budgets[0]


def test_a_budget_is_kept_or_exceeded_on_a_day() -> None:
    # January spends 0.6 a day until the 15th, then 1.2: 28.2 in all, above 20 on the 24th
    kept, broken = hold(amount=Decimal(29)), hold(amount=Decimal(20))
    assert (kept.probability, kept.day, kept.alert) == (Decimal(0), None, False)
    assert (broken.probability, broken.alert) == (Decimal(1), True)
    assert broken.spent is not None
    assert float(broken.spent.p50) == pytest.approx(28.2)


def test_a_budget_of_the_plan_adds_up_from_its_first_day() -> None:
    # 18.6 in December
    assert hold(amount=Decimal("18.3"), per="plan").day == date(2026, 12, 31)
    assert hold(amount=Decimal("46.9"), per="plan").probability == 0


def test_a_budget_of_a_day_meets_the_dearest() -> None:
    weekdays = (*[Decimal(1)] * 6, Decimal(3))
    busy = workload(models=("cliff",), region="cn", weekdays=weekdays)
    assert hold(busy, amount=Decimal("1.5"), per="day").day == date(2026, 12, 6)
    assert hold(amount=Decimal("1.5"), per="day").alert is False


def test_an_alert_comes_at_a_percentage() -> None:
    early = hold(amount=Decimal(36), percent=Decimal(50))
    assert (early.alert_at, early.alert) == (Decimal(18), True)
    assert hold(amount=Decimal(36)).alert is False


def test_the_chance_of_an_excess_is_held_against_what_is_allowed() -> None:
    # December and January cost 46.8 at 100 requests a day, 37.44 to 56.16 at 80 to 120
    of = workload(models=("cliff",), region="cn", requests_per_day=between(80, 120))
    found = hold(of, amount=Decimal("51.48"), per="plan", probability=Decimal("0.3"))
    assert found.probability is not None
    assert float(found.probability) == pytest.approx(0.25, abs=0.02)
    assert found.alert is False
    strict = hold(of, amount=Decimal("51.48"), per="plan", probability=Decimal("0.2"))
    assert strict.alert is True


def test_a_budget_may_be_of_one_workload_or_model() -> None:
    other = workload(name="other", models=("small",), region="cn", requests_per_day=fixed(1))
    assert hold(CHAT, other, amount=Decimal(1), workload="other").alert is False
    assert hold(CHAT, other, amount=Decimal(1), model="cliff").alert is True
    named = hold(CHAT, other, amount=Decimal(1), workload="other", model="cliff")
    assert named.reason == "no workload is planned with this model"
    assert named.label == "other with cliff, per month"


def test_spending_that_is_not_known_raises_an_alert() -> None:
    bad = workload(name="bad", models=("unknown",), region="cn")
    found = hold(CHAT, bad, amount=Decimal(1000))
    assert (found.probability, found.alert) == (None, True)
    assert found.reason == "bad has no price: no price for output on record"
    dollars = hold(amount=Decimal(1000), currency="USD")
    assert dollars.reason == "chat is billed in CNY: give an exchange rate from CNY to USD"
