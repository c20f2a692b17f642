from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tokest.cli.main import run

if TYPE_CHECKING:
    from collections.abc import Callable

PLAN = str(Path(__file__).parents[4] / "examples" / "plans" / "support-chatbot.yaml")


def test_budgets_that_are_kept_are_status_0(
    capsys: pytest.CaptureFixture[str], golden: Callable[[str, str], None]
) -> None:
    assert run(["plan", "check", PLAN]) == 0
    golden("plan/check.text", capsys.readouterr().out)


@pytest.mark.parametrize(
    "args",
    [
        ("--budget", "CNY:5/month"),
        ("--percent", "30"),
        ("--probability", "0"),
        ("--budget", "USD:500/plan"),
    ],
)
def test_a_budget_that_is_exceeded_is_status_1(
    args: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["plan", "check", PLAN, *args, "--format", "json"]) == 1
    budgets = json.loads(capsys.readouterr().out)["budgets"]
    assert any(budget["alert"] for budget in budgets)


def test_a_large_budget_of_the_call_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["plan", "check", PLAN, "--budget", "CNY:5000/day"]) == 0
    assert "5,000.00" in capsys.readouterr().out


@pytest.mark.parametrize("budget", ["5", "CNY:5", "CNY:0/month", "CNY:5/week", "yuan:5/month"])
def test_a_budget_of_another_shape_is_refused(
    budget: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["plan", "check", PLAN, "--budget", budget]) == 2
    assert "--budget: expected CNY:3000/month" in capsys.readouterr().err


def test_a_plan_without_budgets_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    bare = tmp_path / "bare.yaml"
    bare.write_text(
        "{version: 1, name: a, start: 2026-12-01, end: 2027-01-01, workloads: [{name: a,"
        " models: [qwen-max], input: 9, output: 9, requests_per_day: 1}]}",
        "utf-8",
    )
    assert run(["plan", "check", str(bare)]) == 2
    assert "the plan has no budgets" in capsys.readouterr().err
