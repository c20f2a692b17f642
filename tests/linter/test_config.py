from __future__ import annotations

import time
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from tokest.errors import FileFormatError
from tokest.linter.config import read_config
from tokest.linter.schema import settings_of

if TYPE_CHECKING:
    from tokest.linter.settings import Settings

TOML = """\
models = ["gpt-5.5"]
max-growth = "12.5%"
select = ["TK1"]
[per-file-ignores]
"tests/**" = ["TK5"]
[variables]
document = { max-tokens = 6000 }
[[budgets]]
paths = ["a.md"]
max-cost-per-month = "500"
"""
YAML = """\
models: [gpt-5.5]
max-growth: 12.5%
select: [TK1]
per-file-ignores: {"tests/**": [TK5]}
variables: {document: {max-tokens: 6000}}
budgets:
- {paths: [a.md], max-cost-per-month: 500}
"""


def settings(path: str, text: str) -> Settings:
    return settings_of(read_config(path, text) or {})


def test_toml_and_yaml_say_the_same() -> None:
    found = settings("tokest.toml", TOML)
    assert found == settings("tokest.yaml", YAML)
    assert found.max_growth == Decimal("12.5")
    assert found.budgets[0].max_cost_per_month == 500
    nested = "".join(
        line.replace("[[", "[[tool.tokest.").replace("[", "[tool.tokest.", 1) + "\n"
        if line.startswith("[") and not line.startswith("[[")
        else line.replace("[[", "[[tool.tokest.") + "\n"
        for line in TOML.splitlines()
    )
    assert settings("pyproject.toml", "[tool.tokest]\n" + nested) == found


def test_a_project_without_ours_has_none() -> None:
    for table in (
        "[tool]\ntokest = {models = ['gpt-4o']}",
        "[tool . 'tokest']\nmodels = ['gpt-4o']",
    ):
        assert read_config("pyproject.toml", table) == {"models": ("gpt-4o",)}
    assert read_config("pyproject.toml", "[tool.ruff]\nline-length = 5") is None
    assert read_config("pyproject.toml", "[project]\nname = 'tokest'") is None
    assert read_config("pyproject.toml", "# tool.tokest\n[tool.ruff]") is None
    assert read_config("pyproject.toml", "tool = 5 # tool.tokest") is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("modles = ['a']", "tokest.toml:1:1: unknown key 'modles', did you mean 'models'?"),
        ("a = \nb = 1", "tokest.toml:1:5: not valid TOML"),
        ("a" + ".a" * 100_000 + " = 1", "tokest.toml:1:1: not valid TOML: nested too deeply"),
        ("a = " + "[" * 5_000, "tokest.toml:1:1: not valid TOML: nested too deeply"),
        ("a = " + "9" * 6_000, "tokest.toml:1:1: not valid TOML: a number of thousands of digits"),
        ("max-growth = 10", "tokest.toml:1:1: '10' does not look like a share such as 10%"),
        ("select = ['E501']", "does not look like a code"),
        ("[[budgets]]\npaths = ['a']", "a budget needs a limit"),
        ("\n[[budgets]]\npaths = ['a']\nmax-tokens = '12k'", "tokest.toml:4:1: expected a number"),
        (
            (
                "[[budgets]]\npaths = ['a']\nmax-tokens = 5\n"
                "[[budgets]]\npaths = ['b']\nmax-tokens = 'x'"
            ),
            "tokest.toml:6:1: expected a number, got 'x'",
        ),
        ("models = ['TK5']\nselect = ['TK1',\n 'TK5', 'TKK']", "tokest.toml:3:10: 'TKK' does not"),
        ("[variables]\nb = {stable = true}\na = {max-tokens = -1}", "tokest.toml:3:6: must be"),
        ("[variables]\na = {}", "say max-tokens, sample or stable = true"),
        ("[variables]\na = {max-tokens = -1}", "must be between 0 and"),
        ("variables = 5", "expected a mapping"),
        ("method = 'guess'", "is not one of auto, exact, table"),
        ("respect-gitignore = 'maybe'", "is not one of true, false"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(text: str, problem: str) -> None:
    with pytest.raises(FileFormatError) as caught:
        read_config("tokest.toml", text)
    assert problem in str(caught.value)


def test_time_grows_with_the_file_and_not_faster() -> None:
    def seconds(keys: int) -> float:
        lines = "".join(f"k{number} = {{ max-tokens = 5 }}\n" for number in range(keys))
        best = float("inf")
        for _ in range(2):
            start = time.process_time()
            read_config("tokest.toml", f"[variables]\n{lines}")
            best = min(best, time.process_time() - start)
        return best

    assert seconds(8_000) < 8 * 4 * max(seconds(1_000), 0.004)


def test_every_problem_is_named_at_once() -> None:
    with pytest.raises(FileFormatError) as caught:
        read_config("tokest.toml", "modles = ['a']\nselct = ['b']")
    assert len(caught.value.problems) == 2
