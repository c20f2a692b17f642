from __future__ import annotations

from dataclasses import replace

from linter.test_baseline import ERROR, past, project
from tokest.linter.baseline import known
from tokest.linter.changed import Changed, changed, made_now
from tokest.linter.context import Context
from tokest.linter.growth import changes
from tokest.linter.lock import Made
from tokest.linter.project import Project
from tokest.linter.rules import load

MADE = Made(tokest="1", prices="2026-01-01@a", templates="x", tokenizers={"qwen-plus": "exact:a"})
OTHER = Changed(models=frozenset({"qwen-plus"}))


def at(tokens: int, other: Changed, *, digest: str = "1", times: int = 0) -> Project:
    found = project(tokens, past(100, times) if times else replace(past(100), findings=()))
    summaries = tuple(replace(one, digest=digest) for one in found.summaries)
    return Project(summaries, found.past, "tokest.lock", other)


def test_nothing_is_said_where_nothing_differs() -> None:
    assert changed(MADE, MADE, "tokest.lock") == Changed()
    assert changed(Made(), MADE, "tokest.lock") == Changed()  # an older file says nothing of it


def test_each_difference_is_said_once() -> None:
    now = Made(
        tokest="2", prices="2026-02-02@b", templates="y", tokenizers={"qwen-plus": "exact:b"}
    )
    found = changed(MADE, now, "tokest.lock")
    assert found.models == frozenset({"qwen-plus"})
    assert (found.templates, found.prices) == (True, True)
    file = "tokest.lock (of tokest 1) has"
    assert [note.partition(";")[0] for note in found.notes] == [
        f"{file} qwen-plus counted by exact:a, now it is exact:b",
        f"{file} requests counted with other chat templates",
        "growth that comes from that is held against no prompt",
        f"{file} prices of 2026-01-01, these are of 2026-02-02",
    ]


def test_other_templates_change_requests_alone() -> None:
    (text,) = project(1, None).summaries
    forms = Changed(templates=True)
    assert not forms.counts(text, "qwen-plus")
    assert forms.counts(replace(text, kind="request"), "qwen-plus")
    assert made_now([text], Context()).templates == ""
    assert made_now([replace(text, kind="request")], Context()).templates


def test_growth_by_another_tokenizer_is_blamed_on_no_prompt() -> None:
    grown = at(900, OTHER, digest="2")
    for code in ("TK104", "TK202"):
        assert not list(load(code).check(grown, Context()))
    assert list(load("TK104").check(at(900, Changed(), digest="2"), Context()))
    (change,) = changes(grown, Context())
    assert (change.before, change.now, change.tokens, change.cost) == (100, 900, None, None)


def test_an_unchanged_prompt_over_its_budget_by_another_tokenizer_is_known() -> None:
    assert [one.known for one in known([ERROR], at(900, OTHER))] == [True]
    assert [one.known for one in known([ERROR], at(900, Changed()))] == [False]
    assert [one.known for one in known([ERROR], at(900, OTHER, digest="2"))] == [False]
    assert [one.known for one in known([ERROR], at(900, OTHER, digest="2", times=1))] == [True]


def test_an_unchanged_prompt_over_its_cost_by_other_prices_is_known() -> None:
    dear = replace(ERROR, code="TK201")
    assert [one.known for one in known([dear], at(100, Changed(prices=True)))] == [True]
    assert [one.known for one in known([ERROR], at(100, Changed(prices=True)))] == [False]
