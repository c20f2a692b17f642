from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from tokest.plan.schema import read_plan
from tokest.plan.workload import Fixed, Plan, Skewed
from tokest.rates.load import builtin_card
from tokest.usage.days import Span
from tokest.usage.fitting import Sizes, fit
from tokest.usage.plan_file import plan_text
from usage.test_fitting import calls, only


def parsed(text: str) -> Plan:
    return read_plan(text, "plan.yaml", builtin_card(), str)


def test_a_fitted_plan_is_one_that_can_be_read() -> None:
    one = only(calls(84, growth=0.1, weekend=0.5))
    plan = parsed(plan_text([one], "from: a log", region="cn"))
    (work,) = plan.workloads
    assert (plan.name, plan.start, plan.end) == (
        "from: a log",
        date(2026, 11, 1),
        date(2027, 11, 1),
    )
    assert (work.models, work.region) == (("alibaba/qwen-plus",), "cn")
    assert isinstance(work.input.shape, Skewed)
    assert work.input.shape.mean == round(one.input.mean)
    assert work.input.most == one.input.most
    assert work.output.shape == Fixed(Decimal(200))
    assert work.growth_per_month == Fixed(Decimal(f"{one.growth_per_month:.4f}"))
    assert work.cache is not None
    assert work.cache.share == Fixed(Decimal("0.4998"))
    assert work.weekdays[0] > 1 > work.weekdays[6]


def test_what_a_log_is_too_short_for_is_said_in_the_plan() -> None:
    text = plan_text([only(calls(10))], "short")
    assert "# growth_per_month: the log is too short to say" in text
    assert "# weekdays: the log is too short to say" in text
    assert parsed(text).workloads[0].weekdays == (Decimal(1),) * 7


def test_a_spread_wider_than_the_shape_has_is_cut_and_told() -> None:
    one = replace(only(calls(10)), input=Sizes(mean=100.0, p90=900, most=1000))
    text = plan_text([one], "wide")
    assert "input: {mean: 100, p90: 227, max_tokens: 1000}  # p90 was 900, more than" in text
    assert parsed(text).workloads


def test_names_that_are_the_same_are_numbered() -> None:
    one = only(calls(10))
    plan = parsed(plan_text([one, replace(one, model="alibaba/qwen-max")], "two"))
    assert [work.name for work in plan.workloads] == ["qwen-plus", "qwen-plus 2"]


def test_media_and_thinking_are_written() -> None:
    found, _ = fit(calls(10), Span())
    thinks = replace(found[0], cache_explicit=True)
    video = replace(
        thinks,
        model="alibaba/wan2.6-t2v",
        units=(("output_video_seconds", 8),),
        variant="720p",
        cache_share=0.0,
        batch_share=0.0,
        thinking=None,
        thinking_share=0.0,
    )
    plan = parsed(plan_text([thinks, video], "media", region="cn"))
    first, second = plan.workloads
    assert first.cache is not None
    assert first.cache.kind == "explicit"
    assert isinstance(first.thinking_share, Fixed)
    assert (second.units, second.variant) == ((("output_video_seconds", 8),), "720p")


def test_sizes_below_a_token_are_a_plain_mean() -> None:
    one = replace(only(calls(10)), output=Sizes(mean=0.2, p90=1, most=1))
    assert parsed(plan_text([one], "few")).workloads[0].output.shape == Fixed(Decimal("0.2"))


def test_units_that_are_no_whole_number_are_told() -> None:
    one = replace(only(calls(10)), units=(("characters", 1000.4), ("output_images", 1.5)))
    text = plan_text([one], "units")
    assert "units: {characters: 1000, output_images: 2}" in text
    assert "# output_images was 1.5 a request: a plan has whole ones" in text
    assert "# characters" not in text
