from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tokest.cli.main import run

if TYPE_CHECKING:
    from collections.abc import Callable

PLANS = Path(__file__).parents[4] / "examples" / "plans"
EXAMPLES = ("support-chatbot", "nightly-summaries", "tool-agent")


def output(capsys: pytest.CaptureFixture[str], *args: str, status: int = 0) -> str:
    assert run(args) == status
    return capsys.readouterr().out


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_forecasts_as_it_did(
    name: str, capsys: pytest.CaptureFixture[str], golden: Callable[[str, str], None]
) -> None:
    golden(f"plan/{name}.text", output(capsys, "plan", str(PLANS / f"{name}.yaml")))


@pytest.mark.parametrize("form", ["markdown", "csv"])
def test_other_formats_look_as_they_did(
    form: str, capsys: pytest.CaptureFixture[str], golden: Callable[[str, str], None]
) -> None:
    text = output(capsys, "plan", str(PLANS / "support-chatbot.yaml"), "--format", form)
    golden(f"plan/support-chatbot.{form}", text)


def test_a_page_has_a_section_for_each_table(capsys: pytest.CaptureFixture[str]) -> None:
    text = output(capsys, "plan", str(PLANS / "support-chatbot.yaml"), "--format", "html")
    assert text.count("<!DOCTYPE html>") == 1
    assert text.count("<table") == 5
    assert "<h1>support chatbot</h1>" in text


def test_json_holds_all_of_a_forecast_and_its_charts(capsys: pytest.CaptureFixture[str]) -> None:
    text = output(capsys, "plan", str(PLANS / "tool-agent.yaml"), "--format", "json")
    found = json.loads(text)
    assert found["schema"] == "tokest/plan/v1"
    assert list(found["charts"]) == ["cost_USD", "drivers_USD"]
    models = [model for part in found["forecast"]["workloads"] for model in part["models"]]
    assert {model["provider"] for model in models} == {"openai", "anthropic", "alibaba"}
    assert all(Decimal(model["total"]["p50"]) > 0 for model in models)


def test_the_same_seed_prints_the_same_and_another_does_not(
    capsys: pytest.CaptureFixture[str],
) -> None:
    args = ("plan", str(PLANS / "tool-agent.yaml"), "--format", "json", "--draws", "200")
    first, again = output(capsys, *args), output(capsys, *args)
    assert first == again
    assert output(capsys, *args, "--seed", "7") != first


def test_one_table_is_printed_alone(capsys: pytest.CaptureFixture[str]) -> None:
    text = output(capsys, "plan", str(PLANS / "tool-agent.yaml"), "--table", "budgets")
    assert text.startswith("Budgets\n")
    assert text.count("\n\n") == 1


def test_prices_are_those_of_a_day(capsys: pytest.CaptureFixture[str]) -> None:
    args = ("plan", "forecast", str(PLANS / "nightly-summaries.yaml"), "--at", "2026-12-01")
    assert "qwen-plus" in output(capsys, *args)


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["no-such.yaml"], "no-such.yaml: no such file"),
        (["--table", "quota", str(PLANS / "tool-agent.yaml")], "the plan has no quota (there are"),
        (["--at", "soon", str(PLANS / "tool-agent.yaml")], "--at: expected a day such as"),
        (["--draws", "5", str(PLANS / "tool-agent.yaml")], "Invalid value for '--draws'"),
        (["--seed", "-5", str(PLANS / "tool-agent.yaml")], "Invalid value for '--seed'"),
        ([str(PLANS / "article-calls.csv")], "article-calls.csv:1:1: expected a mapping"),
        (["a.yaml", "b.yaml"], "Got unexpected extra argument (b.yaml)"),
    ],
)
def test_a_wrong_call_is_told_in_one_line(
    args: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["plan", *args]) == 2
    assert message in capsys.readouterr().err


def test_every_problem_of_a_plan_is_told_with_its_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    text = (PLANS / "tool-agent.yaml").read_text("utf-8")
    bad = tmp_path / "bad.yaml"
    bad.write_text(
        text.replace("gpt-5.5,", "gpt-5.55,").replace("high: 6000", "high: 600"), "utf-8"
    )
    assert run(["plan", str(bad)]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert [line.removeprefix(f"tokest: {bad}:").split(": ")[0] for line in lines] == [
        "11:14",
        "15:29",
    ]


def test_files_of_a_plan_stand_beside_it(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "ask.md").write_text("What is the weather like?", "utf-8")
    text = (PLANS / "support-chatbot.yaml").read_text("utf-8")
    (tmp_path / "p.yaml").write_text(text.replace("support-prompt.md", "ask.md"), "utf-8")
    assert "ask.md is 6 tokens" in output(capsys, "plan", str(tmp_path / "p.yaml"))
