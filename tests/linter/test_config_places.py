from __future__ import annotations

import tomllib

import pytest
import yaml

from tokest.linter.config_places import budget_places
from tokest.linter.source import Source

TOML = """\
# max-tokens = 5 is a comment
models = ["gpt-4o"]  # kept
note = "max-tokens = 6"

[variables]
document = { max-tokens = 6000 }

[[budgets]]
paths = ["a"]
max-tokens = 2_500  # the largest takes 1,100

[[budgets]]
paths = ["b"]
total-max-tokens = 70

[[budgets]]
paths = ["c"]
"max-tokens" = 80
"""


def lowered(name: str, text: str) -> str:
    """Put 7 in place of each figure that is found."""
    out, at = [], 0
    for span in budget_places(Source(name, text)):
        if span:
            out += [text[at : span.start], "7"]
            at = span.end
    return "".join([*out, text[at:]])


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_only_the_figures_of_budgets_are_found(ends: str) -> None:
    text = TOML.replace("\n", ends)
    expected = text.replace("2_500", "7").replace("= 80", "= 7")
    assert lowered("tokest.toml", text) == expected
    data = tomllib.loads(expected)
    assert [one.get("max-tokens") for one in data["budgets"]] == [7, None, 7]


def test_a_shared_file_has_its_own_table() -> None:
    text = "[other]\nbudgets = [{max-tokens = 1}]\n[tool.tokest]\nbudgets = [{max-tokens = 2}]\n"
    assert lowered("x/pyproject.toml", text) == text.replace("2}", "7}")


@pytest.mark.parametrize(
    "text",
    [
        "# é\nbudgets:\n- paths: [a] # all\n  max-tokens: 80 # why\n- {paths: [b], max-tokens: 80}",
        "budgets: [{paths: [a], max-tokens: 80}, {max-growth: 5%}, {max-tokens: 80}]",
    ],
)
def test_yaml_is_read_as_nodes(text: str) -> None:
    fixed = lowered("tokest.yaml", text)
    assert fixed == text.replace("80", "7")
    assert 80 not in [one.get("max-tokens") for one in yaml.safe_load(fixed)["budgets"]]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("tokest.toml", ""), ("tokest.yaml", ""), ("tokest.yaml", "models: [a]"),
        ("tokest.yaml", "budgets: []"), ("pyproject.toml", "[tool.other]\nmax-tokens = 5"),
    ],
)  # fmt: skip
def test_a_file_without_budgets_has_no_places(name: str, text: str) -> None:
    assert budget_places(Source(name, text)) == ()
