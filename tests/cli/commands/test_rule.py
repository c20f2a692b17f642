from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tokest.cli.main import run
from tokest.linter.rules import codes

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = Path(__file__).parents[3] / "docs" / "rules.md"
HEAD = "# Rules of `tokest lint`\n\nMade by `tokest rule --all --format markdown`.\n\n"


def test_a_rule_explains_itself(
    capsys: pytest.CaptureFixture[str], golden: Callable[[str, str], None]
) -> None:
    run(["rule", "TK501"])
    golden("rule/TK501.text", capsys.readouterr().out)
    run(["rule", "invisible-characters"])
    golden("rule/TK501.text", capsys.readouterr().out)


def test_all_rules_are_listed(
    capsys: pytest.CaptureFixture[str], golden: Callable[[str, str], None]
) -> None:
    run(["rule"])
    golden("rule/list.text", capsys.readouterr().out)


def test_rules_are_data_too(capsys: pytest.CaptureFixture[str]) -> None:
    run(["rule", "--all", "--format", "json"])
    assert [one["code"] for one in json.loads(capsys.readouterr().out)] == list(codes())


def test_the_page_of_rules_says_what_the_command_says(
    capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest
) -> None:
    run(["rule", "--all", "--format", "markdown"])
    text = HEAD + capsys.readouterr().out
    if request.config.getoption("--update-golden"):
        PAGE.write_text(text, "utf-8")
    assert PAGE.read_text("utf-8") == text


@pytest.mark.parametrize("args", [("TK999",), ("invisible-charcters",), ("TK501", "--all")])
def test_an_unknown_rule_is_answered_with_the_nearest(
    args: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["rule", *args]) == 2
    assert "tokest: rule" in capsys.readouterr().err
