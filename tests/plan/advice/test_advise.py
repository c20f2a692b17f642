from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np
import pytest

from plans import CARD, between, fixed, plan, size, skewed, workload
from tokest.plan.advice.advise import advise
from tokest.plan.forecast import forecast
from tokest.plan.workload import NONE, Caching, Grant, Plan, Prompt, Sample, Size, Workload
from tokest.rates.load import builtin_card

if TYPE_CHECKING:
    from tokest.plan.advice.values import Advice

BUILTIN = workload(models=("qwen-plus",), region="cn", input=size(2000), output=size(300))


def advice(of: Workload | Plan, *, own: bool = False) -> list[Advice]:
    whole = of if isinstance(of, Plan) else plan(of)
    card = CARD if own else builtin_card()
    return list(advise(whole, rng=np.random.default_rng(0), draws=500, card=card))


def find(found: list[Advice], kind: str, words: str = "") -> Advice:
    (one,) = [one for one in found if one.kind == kind and words in one.what]
    return one


def kinds(found: list[Advice]) -> set[str]:
    return {one.kind for one in found}


def test_a_saving_is_the_difference_of_two_forecasts() -> None:
    of = replace(BUILTIN, requests_per_day=between(50, 150))
    found = find(advice(of), "batch")
    changed = replace(of, batch_share=fixed(1))
    costs = [
        forecast(plan(one), rng=np.random.default_rng(0), draws=500).totals[0].total.mean
        for one in (of, changed)
    ]
    assert float(found.saved.mean) == pytest.approx(float(costs[0] - costs[1]), rel=1e-9)
    assert found.share == pytest.approx(0.5, rel=1e-9)
    assert found.saved.p10 < found.saved.p50 < found.saved.p90


def test_the_greatest_saving_comes_first() -> None:
    found = advice(BUILTIN)
    assert [one.saved.mean for one in found] == sorted(
        (one.saved.mean for one in found), reverse=True
    )


def test_cheaper_models_fit_the_requests() -> None:
    long = replace(BUILTIN, input=size(200_000), task="summary")
    names = {one.what.split()[1] for one in advice(long) if one.kind == "model"}
    assert names
    assert "qwen-max" not in names  # accepts 30,720 tokens
    assert all("lightweight" in one.assumption for one in advice(long) if one.kind == "model")


def test_a_model_must_think_where_the_task_does() -> None:
    of = replace(BUILTIN, thinking_share=fixed(1), thinking_tokens=size(400))
    names = {one.what.split()[1] for one in advice(of) if one.kind == "model"}
    assert "qwen-long" not in names
    assert names


def test_demanding_tasks_get_only_models_that_the_plan_names() -> None:
    alone = replace(BUILTIN, task="code")
    assert "model" not in kinds(advice(alone))
    named = replace(alone, models=("qwen-plus", "qwen-flash", "qwen-max"))
    assert find(advice(named), "model").what == "use alibaba/qwen-flash instead of qwen-plus"


def test_scores_of_the_user_decide_where_given() -> None:
    scores = (("qwen-flash", Decimal("0.6")), ("qwen3.5-flash", Decimal("0.9")))
    of = replace(BUILTIN, quality=scores, least_quality=Decimal("0.8"))
    found = [one for one in advice(of) if one.kind == "model"]
    assert [one.what for one in found] == ["use qwen3.5-flash instead of qwen-plus"]
    assert found[0].assumption == "its quality score of the plan is enough"


def test_batch_files_are_for_what_nobody_waits_for() -> None:
    assert "batch" not in kinds(advice(replace(BUILTIN, task="chat")))
    assert "batch" not in kinds(advice(replace(BUILTIN, turns=2, turn_input=9)))
    assert "batch" not in kinds(advice(replace(BUILTIN, batch_share=fixed(1))))
    assert "batch" in kinds(advice(replace(BUILTIN, task="extraction")))


def test_a_cache_says_from_when_it_pays_and_how_large_it_must_be() -> None:
    found = find(advice(BUILTIN), "cache", "explicit")
    assert (
        "it pays from 1 reuse on, up to 1,224 s between requests (kept 300 s)" in found.assumption
    )
    assert "put the static part first, of 1,024 tokens or more" in found.how
    assert "cache" not in kinds(advice(replace(BUILTIN, input=size(900))))
    assert "cache" not in kinds(advice(replace(BUILTIN, cache=Caching(share=fixed("0.5")))))


def test_long_answers_are_capped_at_their_p90() -> None:
    of = replace(BUILTIN, output=size(skewed(300, 500)))
    assert find(advice(of), "output").what == "cap answers at 500 tokens"
    assert "output" not in kinds(advice(replace(of, output=size(skewed(300, 500), most=400))))
    assert "output" not in kinds(advice(BUILTIN))


def test_thinking_is_switched_off_or_capped() -> None:
    of = replace(BUILTIN, thinking_share=fixed(1), thinking_tokens=size(skewed(600, 1000)))
    found = advice(of)
    assert find(found, "thinking", "off").how.startswith("set enable_thinking to false")
    assert find(found, "thinking", "cap").what == "cap thinking at 600 tokens"
    needed = advice(replace(of, task="reasoning"))
    assert not any("off" in one.what for one in needed if one.kind == "thinking")


def test_a_prompt_is_trimmed() -> None:
    facts = '```json\n{\n    "a": [\n        1,\n        2\n    ]\n}\n```\n'
    text = f"Answer from these facts.   \n\n\n\n{facts}"
    of = replace(BUILTIN, input=Size(shape=Prompt(text * 30, "facts.md")))
    found = find(advice(of), "prompt")
    assert found.what.startswith("trim facts.md by ")
    assert "indentation of JSON" in found.how
    assert "prompt" not in kinds(
        advice(replace(BUILTIN, input=Size(shape=Prompt("Say hello.", "a.md"))))
    )


def test_a_tier_cliff_is_pointed_out() -> None:
    of = workload(models=("cliff",), region="cn", input=size(skewed(800, 1300)))
    found = find(advice(of, own=True), "tier", "keep")
    assert "keep requests at 1,000 input tokens" in found.what
    assert "2 times the input price" in found.what


def test_a_request_above_a_cliff_may_be_split() -> None:
    of = workload(
        models=("cliff",),
        region="cn",
        input=Size(shape=Sample((500, 1500), "test")),
        output=size(0),
        requests_per_day=between(50, 150),
    )
    found = find(advice(of, own=True), "tier", "split")
    # half of the requests cost 1,500 at 2; in two parts they cost 1,500 at 1
    assert found.share == pytest.approx(1500 / 3500, rel=0.01)
    assert "50.0% more requests" in found.how


def test_free_quota_that_is_left_out_is_pointed_out() -> None:
    of = workload(models=("cliff",), region="cn")
    found = find(advice(of, own=True), "free quota")
    assert found.what == "use the free quota of 1,000,000 tokens"
    assert float(found.saved.mean) == pytest.approx(2000 / 3 * 0.006)


def test_what_has_no_price_gets_no_advice() -> None:
    assert advice(workload(models=("unknown",), region="cn"), own=True) == []


def test_advice_of_another_workload_is_drawn_alone() -> None:
    first = replace(BUILTIN, requests_per_day=between(50, 150))
    second = replace(BUILTIN, name="second", requests_per_day=between(500, 1500))
    both = advice(plan(first, second))
    for of in ("chat", "second"):
        assert find([one for one in both if one.workload == of], "batch").share == pytest.approx(
            0.5
        )
    assert first.batch_share == NONE


def test_free_quota_that_workloads_share_is_shared_in_advice() -> None:
    one = workload(models=("cliff",), region="cn", task="extraction")
    two = replace(one, name="two", requests_per_day=between(50, 150))
    grant = Grant(models=("cliff",), granted=date(2026, 12, 1))
    whole = plan(one, two, free_quota=(grant,), end=date(2027, 1, 1))
    found = find([idea for idea in advice(whole, own=True) if idea.workload == "chat"], "batch")
    changed = replace(whole, workloads=(replace(one, batch_share=fixed(1)), two))
    costs = [
        forecast(of, rng=np.random.default_rng(0), draws=500, card=CARD)
        .workloads[0]
        .models[0]
        .total
        for of in (whole, changed)
    ]
    assert costs[0] is not None
    assert costs[1] is not None
    difference = float(costs[0].mean - costs[1].mean)
    assert float(found.saved.mean) == pytest.approx(difference, rel=1e-6)


def test_a_sample_is_capped_at_its_p90_and_thinking_at_its_mean() -> None:
    seen = Size(shape=Sample((100,) * 8 + (300, 300, 2000), "test"))
    of = replace(BUILTIN, output=seen, thinking_share=fixed(1), thinking_tokens=seen)
    found = advice(of)
    assert find(found, "output").what == "cap answers at 300 tokens"
    assert find(found, "thinking", "cap").what == "cap thinking at 309 tokens"
