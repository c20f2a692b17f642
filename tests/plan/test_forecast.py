from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans import CARD, between, fixed, plan, size, skewed, workload
from tokest.errors import InputError
from tokest.plan.exchange import Exchange
from tokest.plan.forecast import forecast
from tokest.plan.workload import Caching, Plan, Prompt, Sample, Size, Workload
from tokest.rates.match import find_model
from tokest.rates.price import make_receipt
from tokest.rates.terms import Terms
from tokest.units import Usage

if TYPE_CHECKING:
    from tokest.plan.outcome import Forecast, ModelForecast

CLIFF = {"models": ("cliff",), "region": "cn"}


def run(of: Plan, seed: int = 0, draws: int = 10_000) -> Forecast:
    return forecast(of, rng=np.random.default_rng(seed), draws=draws, card=CARD)


def first(of: Workload, **rest: object) -> ModelForecast:
    return run(plan(of, **rest)).workloads[0].models[0]


def mean(of: Workload, **rest: object) -> float:
    total = first(of, **rest).total
    assert total is not None
    return float(total.mean)


def builtin(of: Plan, seed: int = 0) -> Forecast:
    return forecast(of, rng=np.random.default_rng(seed))


@given(
    tokens=st.tuples(st.integers(0, 3000), st.integers(0, 2000)),
    requests=st.integers(0, 10_000),
    shares=st.tuples(*[st.decimals(0, 1, places=2)] * 4),
    days=st.integers(1, 90),
    turns=st.integers(1, 4),
)
def test_without_chance_a_forecast_is_the_sum_of_receipts(
    tokens: tuple[int, int],
    requests: int,
    shares: tuple[Decimal, ...],
    days: int,
    turns: int,
) -> None:
    batch, thinking, retries, failures = shares
    of = workload(
        **CLIFF,
        input=size(tokens[0]),
        output=size(tokens[1]),
        requests_per_day=fixed(requests),
        batch_share=fixed(batch),
        thinking_share=fixed(thinking),
        thinking_tokens=size(70),
        retry_share=fixed(retries),
        failure_share=fixed(failures),
        turns=turns,
        turn_input=30 if turns > 1 else 0,
    )
    start = date(2026, 12, 1)
    found = run(plan(of, start=start, end=start + timedelta(days))).workloads[0].models[0]
    match = find_model(CARD, "cliff")
    expected = Decimal(0)
    for offset in range(days):
        for turn in range(turns):
            for is_batch, thinks in ((False, False), (False, True), (True, False), (True, True)):
                share = (batch if is_batch else 1 - batch) * (thinking if thinks else 1 - thinking)
                usage = Usage(
                    input_tokens=tokens[0] + turn * (tokens[1] + (30 if turns > 1 else 0)),
                    output_tokens=tokens[1] + (70 if thinks else 0),
                    reasoning_tokens=70 if thinks else 0,
                )
                at = start + timedelta(offset)
                receipt = make_receipt(usage, match, Terms(at=at, batch=is_batch, thinking=thinks))
                assert receipt.per_request is not None
                expected += share * receipt.per_request / turns
    expected *= requests * (1 + retries) * (1 - failures)
    assert found.exact
    assert found.total is not None
    assert abs(found.total.mean - expected) <= abs(expected) * Decimal("1e-20")
    assert found.total.p5 == found.total.p95 == found.total.mean


def test_the_same_seed_gives_the_same_bytes_and_another_does_not() -> None:
    of = plan(workload(input=size(skewed(900, 1500)), requests_per_day=between(50, 90)))
    assert builtin(of, 1) == builtin(of, 1)
    assert builtin(of, 1) != builtin(of, 2)


def test_quantiles_are_ordered_everywhere() -> None:
    of = plan(workload(input=size(skewed(900, 1500)), requests_per_day=between(50, 90)))
    found = builtin(of).totals[0]
    for spread in (*found.months, found.total):
        values = (spread.p5, spread.p10, spread.p50, spread.p90, spread.p95)
        assert list(values) == sorted(values)


def test_a_uniform_number_of_requests_agrees_with_its_closed_form() -> None:
    # 62 days, 1,000 tokens in at 1.6 and 500 out at 6.4 USD per million, 50,000 to 90,000 a day
    total = builtin(plan(workload(requests_per_day=between(50_000, 90_000)))).totals[0].total
    each = 62 * 0.0048
    assert float(total.mean) == pytest.approx(70_000 * each, rel=0.005)
    assert float(total.p50) == pytest.approx(70_000 * each, rel=0.005)
    assert float(total.p90) == pytest.approx(86_000 * each, rel=0.005)
    assert float(total.p5) == pytest.approx(52_000 * each, rel=0.005)


def test_a_lognormal_number_of_requests_agrees_with_its_closed_form() -> None:
    total = builtin(plan(workload(requests_per_day=skewed(50_000, 60_000)))).totals[0].total
    assert float(total.mean) == pytest.approx(50_000 * 62 * 0.0048, rel=0.005)
    assert float(total.p90) == pytest.approx(60_000 * 62 * 0.0048, rel=0.005)


def test_the_luck_of_sizes_agrees_with_its_closed_form() -> None:
    # The sum of n lognormal sizes has n times the variance of one.
    of = workload(input=size(skewed(1000, 2000)), output=size(0), requests_per_day=fixed(10))
    total = builtin(plan(of)).totals[0].total
    z = NormalDist().inv_cdf(0.9)
    sigma = z - math.sqrt(z * z - 2 * math.log(2))
    deviation = math.sqrt((math.exp(sigma**2) - 1) / 620)
    assert float(total.mean) == pytest.approx(620 * 1000 * 1.6e-6, rel=0.005)
    assert float(total.p90 / total.mean) == pytest.approx(1 + z * deviation, rel=0.01)


def test_growth_compounds_from_month_to_month() -> None:
    of = workload(growth_per_month=fixed("0.1"))
    months = builtin(plan(of)).totals[0].months
    assert months[1].mean == months[0].mean * Decimal("1.1")


def test_weekdays_and_months_are_factors() -> None:
    weekdays = (*[Decimal(1)] * 5, Decimal(0), Decimal(0))
    months = (*[Decimal(1)] * 11, Decimal("0.5"))
    found = builtin(plan(workload(weekdays=weekdays, months=months))).workloads[0]
    assert [spread.mean for spread in found.requests] == [100 * 23 * Decimal("0.5"), 100 * 21]


def test_tiers_are_chosen_by_each_request_not_by_the_mean() -> None:
    # half of the requests have 500 tokens at 1 CNY, half 1,500 at 2, a mean of 1,000 at 1
    both = Size(shape=Sample((500, 1500), "test"))
    of = workload(**CLIFF, input=both, output=size(0), end=date(2027, 1, 1))
    assert mean(of) == pytest.approx(3100 * (0.5 * 500 * 1 + 0.5 * 1500 * 2) / 1e6, rel=2e-3)


def test_a_lognormal_size_is_integrated_over_a_cliff() -> None:
    z = NormalDist().inv_cdf(0.9)
    sigma = z - math.sqrt(z * z - 2 * math.log(1.6))
    mu = math.log(1000) - sigma**2 / 2
    below = 1000 * NormalDist().cdf((math.log(1000) - mu) / sigma - sigma)
    of = workload(**CLIFF, input=size(skewed(1000, 1600)), output=size(0), end=date(2027, 1, 1))
    assert mean(of) == pytest.approx(3100 * (below + 2 * (1000 - below)) / 1e6, rel=0.005)


def test_the_interval_covers_the_truths_it_should() -> None:
    """Draw truths request by request, and see how many fall between P5 and P95."""
    of = workload(
        **CLIFF,
        input=size(skewed(800, 1300), within=Decimal("0.2")),
        output=size(skewed(50, 80)),
        requests_per_day=skewed(20, 30),
        growth_per_month=between(0, "0.2"),
        thinking_share=between("0.1", "0.5"),
        thinking_tokens=size(100),
    )
    total = first(of, end=date(2027, 1, 1)).total
    assert total is not None
    rng = np.random.default_rng(5)
    truths = np.array([_truth(rng) for _ in range(4000)])
    inside = (truths >= float(total.p5)) & (truths <= float(total.p95))
    assert 0.88 <= inside.mean() <= 0.92


def _truth(rng: np.random.Generator) -> float:
    level = _lognormal(rng, 20, 30, 1)[0]
    scale = 1 + 0.2 * rng.standard_normal() / NormalDist().inv_cdf(0.95)
    thinking = rng.uniform(0.1, 0.5)
    count = rng.poisson(level * 31)
    inputs = _lognormal(rng, 800, 1300, count) * scale
    thinks = rng.random(count) < thinking
    outputs = _lognormal(rng, 50, 80, count) + 100 * thinks
    cheap = inputs <= 1000
    price = np.where(cheap, np.where(thinks, 30, 10), 20)
    return float((inputs * np.where(cheap, 1, 2) + outputs * price).sum() / 1e6)


def _lognormal(rng: np.random.Generator, of_mean: float, p90: float, n: int) -> np.ndarray:
    z = NormalDist().inv_cdf(0.9)
    sigma = z - math.sqrt(z * z - 2 * math.log(p90 / of_mean))
    return np.asarray(of_mean * np.exp(sigma * rng.standard_normal(n) - sigma**2 / 2))


def test_prices_change_on_the_day_the_card_says() -> None:
    months = first(workload(**CLIFF)).months
    assert months is not None
    # 1,000 in at 1 and 500 out at 10; from 16 January twice that
    assert months[0].mean == 31 * 100 * Decimal("0.006")
    assert months[1].mean == (15 + 2 * 16) * 100 * Decimal("0.006")


def test_prices_of_one_day_hold_throughout_when_asked_for() -> None:
    rng = np.random.default_rng(0)
    found = forecast(plan(workload(**CLIFF)), rng=rng, card=CARD, at=date(2026, 12, 1))
    assert found.totals[0].total.mean == 62 * 100 * Decimal("0.006")


def test_a_price_that_is_not_known_is_no_zero() -> None:
    good, bad = workload(**CLIFF), workload(name="other", models=("unknown",), region="cn")
    found = run(plan(good, bad))
    model = found.workloads[1].models[0]
    assert (model.total, model.months) == (None, None)
    assert model.reason == "no price for output on record"
    assert found.unpriced == ("other",)
    assert found.totals[0].workloads == ("chat",)


def test_a_model_without_batch_files_says_so() -> None:
    of = workload(models=("small",), region="cn", batch_share=fixed("0.5"))
    assert first(of).reason == "no batch price on record"


def test_requests_beyond_a_limit_are_refused_at_no_cost_and_said_to_be() -> None:
    sizes = Size(shape=Sample((1000,) * 19 + (2000,), "test"))
    of = workload(models=("small",), region="cn", input=sizes, output=size(0))
    found = first(of)
    assert found.total is not None
    assert float(found.total.mean) == pytest.approx(6200 * 0.95 * 1000 * 0.1 / 1e6, rel=0.005)
    assert any("exceed the input limit of small" in note for note in found.assumptions)


def test_currencies_are_kept_apart_unless_a_rate_is_given() -> None:
    yuan = workload(name="cn", models=("qwen-max",), region="cn")
    dollars = workload()
    apart = builtin(plan(yuan, dollars))
    assert [total.currency for total in apart.totals] == ["CNY", "USD"]
    rate = Exchange(base="CNY", quote="USD", rate=Decimal("0.14"), day=date(2026, 11, 20))
    (one,) = builtin(plan(yuan, dollars, exchange=(rate,))).totals
    separate = {total.currency: total.total.mean for total in apart.totals}
    assert one.currency == "USD"
    assert one.total.mean == separate["USD"] + separate["CNY"] * Decimal("0.14")


def test_a_share_of_cached_input_is_priced_as_cache_reads() -> None:
    of = workload(**CLIFF, output=size(0), cache=Caching(share=fixed("0.5")), end=date(2027, 1, 1))
    assert mean(of) == pytest.approx(3100 * 1000 * (0.5 + 0.5 * 0.2) / 1e6)


def test_cache_hits_follow_from_the_spacing_of_requests() -> None:
    cache = Caching(prefix_tokens=2000, seconds_between=Decimal(100), kind="explicit")
    of = workload(**CLIFF, input=size(3000), output=size(0), cache=cache, end=date(2027, 1, 1))
    hits = 1 - math.exp(-3)
    prefix = 2000 * 2 * (hits * 0.1 + (1 - hits) * 1.25)
    assert mean(of) == pytest.approx(3100 * (1000 * 2 + prefix) / 1e6, rel=1e-9)


def test_a_prefix_too_short_is_not_cached_and_said_to_be() -> None:
    of = workload(**CLIFF, output=size(0), cache=Caching(prefix_tokens=500), end=date(2027, 1, 1))
    found = first(of)
    assert found.total is not None
    assert float(found.total.mean) == pytest.approx(3100 * 1000 / 1e6)
    assert any("below the 1,024 that are cached" in note for note in found.assumptions)


def test_a_conversation_reads_the_turn_before_from_the_cache() -> None:
    cache = Caching(prefix_tokens=1100, seconds_between=Decimal(0), kind="explicit", history=True)
    of = workload(
        **CLIFF,
        input=size(2000),
        output=size(300),
        turns=2,
        turn_input=100,
        cache=cache,
        end=date(2027, 1, 1),
    )
    first_turn = 1100 * 0.2 + 900 * 2.5  # the prefix is read, the rest is written
    second_turn = 2000 * 0.2 + 400 * 2.5
    expected = 3100 * ((first_turn + second_turn) / 2 + 300 * 20) / 1e6
    assert mean(of) == pytest.approx(expected, rel=1e-9)


def test_peak_hours_are_a_share_of_requests() -> None:
    of = workload(**CLIFF, peak_share=fixed("0.25"), end=date(2027, 1, 1))
    assert mean(of) == pytest.approx(3100 * 0.006 * 1.25)


def test_a_prompt_is_counted_for_each_model_and_its_range_is_drawn() -> None:
    text = "Please summarise what the customer wrote, in one sentence. " * 40
    of = workload(models=("qwen-max", "gemini-2.5-flash"), region=None, output=size(0))
    of = replace(of, input=Size(shape=Prompt(text, "a.md")))
    exact, guessed = builtin(plan(of)).workloads[0].models
    assert exact.total is not None
    assert guessed.total is not None
    assert exact.total.p5 == exact.total.p95
    assert guessed.total.p5 < guessed.total.p50 < guessed.total.p95
    assert any("a.md is" in note and "within" in note for note in guessed.assumptions)


def test_a_model_that_thinks_by_itself_is_pointed_out_where_the_plan_is_silent() -> None:
    of = workload(models=("qwen3.7-plus",), region="cn")
    silent = builtin(plan(of)).workloads[0].models[0]
    told = replace(of, thinking_share=fixed(1), thinking_tokens=size(300))
    said = builtin(plan(told)).workloads[0].models[0]
    words = "thinks unless it is switched off"
    assert any(words in note for note in silent.assumptions)
    assert not any(words in note for note in said.assumptions)


def test_a_region_without_a_rate_is_a_reason_and_no_crash() -> None:
    found = first(workload(models=("cliff",), region="mars"))
    assert found.total is None
    assert found.reason == "model 'cliff' has no rate in region 'mars' (offered in: cn)"


def test_a_prompt_that_cannot_be_counted_is_a_reason() -> None:
    of = workload(**CLIFF, input=Size(shape=Prompt("Hello", "a.md")))
    assert str(first(of).reason).startswith("cannot count a.md: cliff: its tokenizer is not known")


def test_a_currency_that_changes_is_a_reason() -> None:
    model = CARD.providers[0].models[0]
    euros = replace(model.rates[1], currency="EUR")
    provider = replace(CARD.providers[0], models=(replace(model, rates=(model.rates[0], euros)),))
    card = replace(CARD, providers=(provider,))
    found = forecast(plan(workload(**CLIFF)), rng=np.random.default_rng(0), card=card)
    assert str(found.workloads[0].models[0].reason).startswith("its currency changes within")


@pytest.mark.parametrize("draws", [0, 99, 10**7, True])
def test_absurd_numbers_of_draws_are_refused(draws: int) -> None:
    with pytest.raises(InputError, match="draws"):
        run(plan(), draws=draws)
