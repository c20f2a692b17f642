"""Any plan that is read is forecast, and any text is a plan or a list of problems."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import yaml
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from plans import CARD, plan
from tokest.errors import FileFormatError
from tokest.plan.advice.advise import advise
from tokest.plan.forecast import forecast
from tokest.plan.json_schema import plan_schema
from tokest.plan.outcome import Forecast, Spread
from tokest.plan.schema import read_plan
from tokest.plan.workload import (
    Budget,
    Caching,
    Fixed,
    Grant,
    Plan,
    Prompt,
    Range,
    Sample,
    Size,
    Skewed,
    Workload,
)
from tokest.rates.load import builtin_card
from tokest.resources import data_file

if TYPE_CHECKING:
    from tokest.plan.workload import CacheKind, Number

KINDS: tuple[CacheKind, ...] = ("implicit", "explicit")
EXAMPLES = Path(__file__).parents[2] / "examples" / "plans"
TEMPLATE = data_file("plan.yaml").read_text("utf-8")


def decimals(low: float, high: float) -> st.SearchStrategy[Decimal]:
    return st.decimals(Decimal(str(low)), Decimal(str(high)), places=3)


@st.composite
def numbers(draw: st.DrawFn, low: float, high: float) -> Number:
    first, second = sorted(draw(st.tuples(decimals(low, high), decimals(low, high))))
    kind = draw(st.sampled_from(("fixed", "range", "skewed")))
    if kind == "fixed":
        return Fixed(first)
    if kind == "range" or first <= 0:
        return Range(first, second)
    return Skewed(first, min(second, first * Decimal("2.2")))


def shares() -> st.SearchStrategy[Number]:
    return st.one_of(decimals(0, 1).map(Fixed), st.just(Range(Decimal(0), Decimal(1))))


@st.composite
def sizes(draw: st.DrawFn, most: int) -> Size:
    shape = draw(
        st.one_of(
            numbers(0, most).filter(lambda number: not isinstance(number, Range)),
            st.lists(st.integers(0, most), min_size=1, max_size=9).map(
                lambda seen: Sample(tuple(sorted(seen)), "test")
            ),
            st.just(Prompt("How are you? " * 50, "a.md")) if most > 1000 else st.nothing(),
        )
    )
    return Size(
        shape=shape,  # type: ignore[arg-type]  # ranges are filtered out
        within=draw(decimals(0, 1)),
        most=draw(st.sampled_from((None, 1, 500))),
    )


@st.composite
def caches(draw: st.DrawFn) -> Caching | None:
    kind = draw(st.sampled_from(KINDS))
    if draw(st.booleans()):
        return draw(
            st.sampled_from((None, Caching(share=Range(Decimal(0), Decimal(1)), kind=kind)))
        )
    return Caching(
        prefix_tokens=draw(st.integers(1, 5000)),
        seconds_between=draw(st.none() | decimals(0, 1e6)),
        kind=kind,
        history=draw(st.booleans()),
    )


@st.composite
def workloads(draw: st.DrawFn) -> Workload:
    turns = draw(st.integers(1, 5))
    return Workload(
        name=draw(st.sampled_from(("one", "two"))),
        models=draw(st.sampled_from((("cliff",), ("small", "cliff"), ("unknown",)))),
        region="cn",
        input=draw(sizes(3000)),
        output=draw(sizes(900)),
        requests_per_day=draw(numbers(0, 1000)),
        growth_per_month=draw(numbers(-1, 10)),
        weekdays=draw(st.tuples(*[decimals(0, 3)] * 7)),
        start=draw(st.none() | st.just(date(2027, 1, 5))),
        turns=turns,
        turn_input=draw(st.integers(0, 200)) if turns > 1 else 0,
        cache=draw(caches()),
        batch_share=draw(shares()),
        thinking_share=draw(shares()),
        thinking_tokens=draw(sizes(400)),
        peak_share=draw(shares()),
        retry_share=draw(shares()),
        failure_share=draw(shares()),
    )


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    start = draw(st.dates(date(2026, 11, 1), date(2027, 2, 1)))
    return plan(
        *draw(st.lists(workloads(), min_size=1, max_size=2, unique_by=lambda one: one.name)),
        start=start,
        end=start + timedelta(draw(st.integers(1, 100))),
        budgets=(Budget(amount=Decimal(5), currency="CNY", per="month"),),
        free_quota=draw(
            st.sampled_from(
                ((), (Grant(models=("*",), granted=start, amount=10**5, days=60, only=True),))
            )
        ),
    )


def all_spreads(value: object) -> list[Spread]:
    if isinstance(value, Spread):
        return [value]
    if isinstance(value, tuple):
        return [spread for part in value for spread in all_spreads(part)]
    if hasattr(type(value), "__dataclass_fields__"):
        parts = tuple(getattr(value, field.name) for field in fields(value))  # type: ignore[arg-type]
        return all_spreads(parts)
    return []


@settings(max_examples=60, phases=[Phase.explicit, Phase.generate])
@given(of=plans())
def test_any_plan_is_forecast_with_ordered_amounts_of_zero_or_more(of: Plan) -> None:
    found: Forecast = forecast(of, rng=np.random.default_rng(0), draws=100, card=CARD)
    spreads = all_spreads(found)
    assert spreads
    for spread in spreads:
        values = [spread.p5, spread.p10, spread.p50, spread.p90, spread.p95]
        assert values == sorted(values)
        assert values[0] >= 0
        assert spread.mean.is_finite()


@settings(max_examples=30, phases=[Phase.explicit, Phase.generate])
@given(of=plans())
def test_advice_on_any_plan_saves_something(of: Plan) -> None:
    for one in advise(of, rng=np.random.default_rng(0), draws=100, card=CARD):
        assert one.saved.mean > 0
        assert one.assumption
        assert one.how


WORDS = st.sampled_from(
    (
        "0",
        "-1",
        "1e9",
        "9" * 30,
        "nan",
        "[]",
        "{}",
        "null",
        "'x'",
        "2026-02-30",
        "{low: 1}",
        "é",
        "*a",
    )
)


@settings(max_examples=150)
@given(place=st.integers(0, len(TEMPLATE) - 1), length=st.integers(1, 12), word=WORDS)
def test_a_broken_plan_is_a_list_of_problems(place: int, length: int, word: str) -> None:
    text = TEMPLATE[:place] + word + TEMPLATE[place + length :]
    found = read_or_problems(text)
    assert isinstance(found, Plan) or all(line.startswith("plan.yaml:") for line in found)


def read_or_problems(text: str) -> Plan | tuple[str, ...]:
    try:
        return read_plan(text, "plan.yaml", builtin_card(), str)
    except FileFormatError as error:
        return error.problems


def test_the_examples_keep_to_the_schema_for_editors() -> None:
    validator = Draft202012Validator(plan_schema(builtin_card()))
    texts = [file.read_text("utf-8") for file in sorted(EXAMPLES.glob("*.yaml"))]
    assert len(texts) == 3
    for text in (*texts, TEMPLATE):
        plain = json.loads(json.dumps(yaml.safe_load(text), default=str))  # dates as text
        assert [error.message for error in validator.iter_errors(plain)] == []
