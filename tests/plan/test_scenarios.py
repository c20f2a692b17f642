from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from plans import between, fixed, plan, size, skewed, workload
from tokest.errors import InputError
from tokest.plan.scenarios import compare_scenarios, in_words
from tokest.plan.workload import Budget, Caching, Prompt, Sample, Size

BUDGET = Budget(amount=Decimal(5), currency="USD", per="day")
BASE = plan(workload(requests_per_day=between(50, 90)), name="base")


def test_a_plan_is_no_different_from_itself() -> None:
    found = compare_scenarios(BASE, (BASE,), draws=500)
    assert {line.change for line in found.differences} == {Decimal(0)}
    assert found.changes == ()


def test_half_the_requests_cost_half_as_much() -> None:
    half = replace(BASE, name="half", workloads=(workload(requests_per_day=between(25, 45)),))
    found = compare_scenarios(BASE, (half,), draws=500)
    assert [line.workload for line in found.differences] == ["chat", None]
    for line in found.differences:
        assert line.percent is not None
        assert float(line.percent) == pytest.approx(-50, abs=0.5)
    assert found.changes == (("half", "chat: requests_per_day 50 to 90 -> 25 to 45"),)


def test_workloads_of_one_plan_only_have_no_difference() -> None:
    more = replace(BASE, name="more", workloads=(*BASE.workloads, workload(name="extra")))
    found = compare_scenarios(BASE, (more,), draws=500)
    (extra,) = [line for line in found.differences if line.workload == "extra"]
    assert (extra.base, extra.change, extra.percent) == (None, None, None)
    assert found.changes == (("more", "extra: only here"),)
    back = compare_scenarios(more, (BASE,), draws=500)
    assert back.changes == (("base", "extra: only in the base"),)


def test_what_surrounds_workloads_is_told_too() -> None:
    later = replace(BASE, end=date(2027, 3, 1), budgets=(BUDGET,))
    found = compare_scenarios(BASE, (later,), draws=500)
    assert [words for _, words in found.changes] == [
        "end: 2027-02-01 -> 2027-03-01",
        "budgets differ",
    ]


def test_scenarios_of_one_name_are_numbered() -> None:
    found = compare_scenarios(BASE, (BASE, BASE), draws=500)
    assert {line.scenario for line in found.differences} == {"base (1)", "base (2)"}


def test_at_least_one_scenario_is_needed() -> None:
    with pytest.raises(InputError, match="scenarios"):
        compare_scenarios(BASE, ())


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (fixed("0.5"), "0.5"),
        (skewed(9, 12), "mean 9, p90 12"),
        (size(9, within=Decimal("0.1"), most=20), "9, within 10%, at most 20"),
        (Size(shape=Sample((1, 2), "a.csv")), "2 sizes of a.csv"),
        (Size(shape=Prompt("x", "a.md")), "a.md"),
        (Caching(share=fixed("0.4")), "share 0.4, kind implicit"),
        ((), "none"),
    ],
)
def test_values_are_said_in_words(value: object, words: str) -> None:
    assert in_words(value) == words
