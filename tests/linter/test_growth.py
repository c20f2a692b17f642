from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from linter.test_baseline import past, project
from tokest.linter.changed import Changed
from tokest.linter.context import Context
from tokest.linter.growth import Total, changes, totals
from tokest.linter.project import Project
from tokest.linter.settings import Override, Settings

MONTHLY = Context(settings=Settings(requests_per_month=1_000_000))


def total(at: Project, context: Context = MONTHLY) -> Total:
    (found,) = totals(at, changes(at, context))
    return found


def test_what_grows_costs_more_in_a_month() -> None:
    found = total(project(150, past(100)))
    assert (found.model, found.before, found.now, found.monthly) == ("qwen-plus", 100, 150, True)
    assert found.cost is not None
    assert found.cost > 0


def test_an_unchanged_prompt_costs_nothing_more() -> None:
    found = total(project(100, past(100), digest="1"))
    assert (found.before, found.now, found.cost) == (100, 100, Decimal(0))


def test_what_is_not_known_has_no_sum() -> None:
    grown = project(150, past(100))
    other = Project(
        grown.summaries, grown.past, "x", Changed(models=frozenset({"qwen-plus"}))
    )  # fmt: skip
    assert (total(other).before, total(other).cost) == (None, None)


def test_a_month_and_a_request_are_not_added_up() -> None:
    (one,) = project(150, None).summaries
    both = Project((one, replace(one, id="b.md", path="b.md")), ())
    settings = Settings(overrides=(Override(paths=("b.md",), requests_per_month=5),))
    assert total(both, Context(settings=settings)).cost is None
