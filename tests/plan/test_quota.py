from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np
import pytest

from plans import CARD, between, fixed, plan, size, skewed, workload
from tokest.plan.forecast import forecast
from tokest.plan.grants import REFUSAL, grant_for, switch_on, terms_of
from tokest.plan.workload import Grant, Workload
from tokest.rates.match import find_model

if TYPE_CHECKING:
    from tokest.plan.outcome import ModelForecast, Quota

# 1,000 tokens in at 1 CNY and 500 out at 10: 1,500 tokens and 0.006 CNY a request, 100 a day.
CHAT = workload(models=("cliff",), region="cn")
DECEMBER = {"start": date(2026, 12, 1), "end": date(2027, 1, 1)}
GRANT = Grant(models=("cliff",), granted=date(2026, 12, 1))


def run(*workloads: Workload, grant: Grant = GRANT, **rest: object) -> list[ModelForecast]:
    of = plan(*workloads, free_quota=(grant,), **{**DECEMBER, **rest})
    found = forecast(of, rng=np.random.default_rng(0), card=CARD)
    return [told.models[0] for told in found.workloads]


def quota(model: ModelForecast) -> Quota:
    assert model.quota is not None
    return model.quota


def cost(model: ModelForecast) -> float:
    assert model.total is not None
    return float(model.total.mean)


def test_a_quota_pays_for_requests_until_it_is_used_up() -> None:
    (model,) = run(CHAT)
    # 1,000,000 tokens are 666 2/3 requests: used up on the seventh day
    assert quota(model).exhausted == (date(2026, 12, 7),) * 3
    assert quota(model).first_paid == date(2026, 12, 7)
    assert quota(model).probability == 1
    assert cost(model) == pytest.approx((3100 - 2000 / 3) * 0.006)
    assert quota(model).saved is not None
    assert float(quota(model).saved.mean) == pytest.approx(2000 / 3 * 0.006)  # type: ignore[union-attr]


def test_what_is_left_is_known_for_each_day() -> None:
    (model,) = run(CHAT)
    left = quota(model).left
    assert (left[0].day, left[0].p10, left[0].p90) == (DECEMBER["start"], *[Decimal(10**6)] * 2)
    assert (left[6].day, left[6].p50) == (
        date(2026, 12, 7),
        Decimal(100_000),
    )  # 150,000 tokens a day
    assert [one.p50 for one in left[7:]] == [0] * 25
    assert left[-1].day == date(2027, 1, 1)


def test_what_is_left_has_a_range_where_the_requests_have_one() -> None:
    (model,) = run(workload(models=("cliff",), region="cn", requests_per_day=between(50, 90)))
    third = quota(model).left[2]
    assert third.p10 < third.p50 < third.p90


def test_free_quota_only_refuses_what_comes_after() -> None:
    (model,) = run(CHAT, grant=replace(GRANT, only=True))
    assert cost(model) == 0
    assert float(quota(model).refused.mean) == pytest.approx(3100 - 2000 / 3)
    assert quota(model).first_paid is None
    assert any(REFUSAL in note for note in quota(model).notes)


def test_calls_are_paid_from_the_day_the_switch_is_turned_off() -> None:
    grant = replace(GRANT, only=True, off_on=date(2026, 12, 21))
    (model,) = run(CHAT, grant=grant)
    assert cost(model) == pytest.approx(1100 * 0.006)
    assert quota(model).first_paid == date(2026, 12, 21)


def test_the_older_rule_keeps_the_switch_on_until_the_quota_is_used_up() -> None:
    # Turned off on the third day, before the quota is used up on the seventh.
    days = {"start": date(2026, 5, 1), "end": date(2026, 6, 1)}
    grant = Grant(models=("cliff",), granted=date(2026, 5, 1), only=True, off_on=date(2026, 5, 3))
    (older,) = run(CHAT, grant=grant, **days)
    later = replace(grant, granted=date(2026, 12, 1), off_on=date(2026, 12, 3))
    (newer,) = run(CHAT, grant=later)
    assert cost(older) == 0
    assert cost(newer) == pytest.approx((3100 - 2000 / 3) * 0.006)
    assert not switch_on(date(2026, 5, 3)).any_time


def test_batch_files_use_no_quota() -> None:
    (model,) = run(replace(CHAT, batch_share=fixed("0.5")))
    assert quota(model).exhausted == (date(2026, 12, 14),) * 3
    assert quota(model).first_paid == date(2026, 12, 1)
    assert cost(model) == pytest.approx(1550 * 0.003 + (1550 - 2000 / 3) * 0.006)


def test_a_quota_ends_with_its_days() -> None:
    small = replace(CHAT, requests_per_day=fixed(5))
    (model,) = run(small, grant=replace(GRANT, days=10))
    assert quota(model).exhausted == (None, None, None)
    assert quota(model).expires == date(2026, 12, 11)
    assert quota(model).first_paid == date(2026, 12, 11)
    assert cost(model) == pytest.approx(5 * 21 * 0.006)


def test_what_is_left_at_the_start_is_all_there_is() -> None:
    (model,) = run(CHAT, grant=replace(GRANT, left=150_000))
    assert quota(model).exhausted[1] == date(2026, 12, 1)
    assert cost(model) == pytest.approx(3000 * 0.006)


def test_workloads_of_one_model_share_its_quota() -> None:
    other = replace(CHAT, name="other")
    first, second = run(CHAT, other)
    assert quota(first).exhausted[1] == date(2026, 12, 4)
    assert cost(first) == cost(second) == pytest.approx((3100 - 1000 / 3) * 0.006)


def test_an_uncertain_plan_gives_a_range_of_days() -> None:
    of = replace(CHAT, requests_per_day=between(50, 150), input=size(skewed(1000, 1500)))
    early, middle, late = quota(run(of)[0]).exhausted
    assert early is not None
    assert middle is not None
    assert late is not None
    assert early < middle < late


def test_a_grant_names_models_by_glob_and_quota_before_september_2025_lasts_longer() -> None:
    match = find_model(CARD, "cliff")
    grants = (Grant(models=("qwen-*",), granted=date(2026, 1, 1)), replace(GRANT, models=("c*",)))
    assert grant_for(grants, match) is grants[1]
    assert grant_for(grants[:1], match) is None
    old = terms_of(replace(GRANT, granted=date(2025, 9, 7)), match.model.rates[0])
    assert old is not None
    assert (old.expires - date(2025, 9, 7)).days == 180
    assert terms_of(GRANT, match.model.rates[1]) is None
    assert terms_of(replace(GRANT, amount=5), match.model.rates[1]) is None  # no days on record


def test_the_saving_is_the_difference_to_a_plan_without_quota() -> None:
    of = replace(CHAT, requests_per_day=between(50, 150))
    (with_quota,) = run(of)
    bare = forecast(plan(of, **DECEMBER), rng=np.random.default_rng(0), card=CARD)
    total = bare.workloads[0].models[0].total
    assert total is not None
    saved = quota(with_quota).saved
    assert saved is not None
    assert float(total.mean) - cost(with_quota) == pytest.approx(float(saved.mean), rel=0.01)
    assert saved.mean <= Decimal(4001) / 1000
