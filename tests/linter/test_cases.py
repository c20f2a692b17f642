from __future__ import annotations

import ast
from pathlib import Path

import pytest

from linter.casework import CASES, Case, cases, found, mended
from tokest.linter import rules
from tokest.linter.rules import codes, load

ALL = cases()
FEWEST = 3


@pytest.mark.parametrize("case", ALL, ids=lambda case: f"{case.code}-{case.name}")
def test_a_rule_finds_what_its_cases_say(case: Case) -> None:
    seen = [
        f"{one.path}:{one.row}:{one.column} [{one.fix.safety if one.fix else ''}] {one.message}"
        for one in found(case)
    ]
    assert len(seen) == len(case.findings), seen
    for one, expected in zip(seen, case.findings, strict=True):
        place, _, words = expected.partition(" ")
        where = place if "." in place else f"{next(iter(case.files))}:{place}"
        assert one.startswith(f"{where} "), one
        for word in words.split(" ... "):
            assert word in one


@pytest.mark.parametrize(
    "case",
    [one for one in ALL if one.fixed is not None],
    ids=lambda case: f"{case.code}-{case.name}",
)
def test_a_fix_makes_what_its_case_says(case: Case) -> None:
    assert mended(case) == case.fixed


@pytest.mark.parametrize("code", codes())
def test_every_rule_has_findings_and_clean_cases(code: str) -> None:
    own = [one for one in ALL if one.code == code]
    assert (CASES / f"{code}.yaml").is_file()
    assert sum(bool(one.findings) for one in own) >= FEWEST
    assert sum(not one.findings for one in own) >= FEWEST


@pytest.mark.parametrize("code", codes())
def test_every_rule_says_why_and_shows_an_example(code: str) -> None:
    entry = load(code)
    assert "## Why is this bad?" in entry.explanation
    assert "## Example" in entry.explanation
    source = Path(rules.__file__).parent / f"{code.lower()}_{entry.name.replace('-', '_')}.py"
    assert ast.get_docstring(ast.parse(source.read_text("utf-8")))
