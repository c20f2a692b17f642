from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from linter.hostile import finding
from tokest.linter.baseline import known
from tokest.linter.project import Past, Project, Summary
from tokest.linter.rule import Count

if TYPE_CHECKING:
    from tokest.linter.values import Finding

ERROR = replace(finding("TK101", "a.md", "error"), prompt="a.md")


def project(tokens: int, past: Past | None, *, name: str = "a.md", digest: str = "2") -> Project:
    count = Count(tokens, tokens, tokens, "exact", "qwen")
    summary = Summary(id=name, path=name, digest=digest, counts=(("qwen-plus", count),))
    return Project((summary,), None if past is None else (past,))


def past(tokens: int, times: int = 1) -> Past:
    return Past(
        id="a.md", digest="1", counts=(("qwen-plus", tokens),), findings=(("TK101", times),)
    )


def outcome(findings: list[Finding], at: Project) -> list[tuple[bool, str]]:
    return [(one.known, one.level) for one in known(findings, at)]


def test_what_the_base_had_is_a_warning() -> None:
    assert outcome([ERROR], project(100, past(100))) == [(True, "warning")]


def test_what_has_grown_is_an_error_again() -> None:
    assert outcome([ERROR], project(101, past(100))) == [(False, "error")]


def test_more_of_the_same_is_new() -> None:
    assert outcome([ERROR, ERROR], project(100, past(100))) == [(False, "error")] * 2


def test_without_a_base_everything_is_new() -> None:
    assert outcome([ERROR], project(100, None)) == [(False, "error")]


def test_a_new_prompt_is_new() -> None:
    assert outcome([ERROR], Project(project(100, None).summaries, ())) == [(False, "error")]


def test_a_moved_prompt_is_known_by_its_content() -> None:
    moved = replace(ERROR, prompt="b/a.md", path="b/a.md")
    at = project(100, replace(past(100), digest="2"), name="b/a.md")
    assert outcome([moved], at) == [(True, "warning")]


def test_growth_is_always_new() -> None:
    grew = replace(ERROR, code="TK104")
    base = replace(past(100), findings=(("TK104", 1),))
    assert outcome([grew], project(100, base)) == [(False, "error")]
