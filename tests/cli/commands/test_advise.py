from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tokest.cli.main import run

if TYPE_CHECKING:
    from collections.abc import Callable

PLANS = Path(__file__).parents[3] / "examples" / "plans"


@pytest.mark.parametrize("name", ["support-chatbot", "tool-agent"])
def test_advice_on_an_example_looks_as_it_did(
    name: str, capsys: pytest.CaptureFixture[str], golden: Callable[[str, str], None]
) -> None:
    assert run(["advise", str(PLANS / f"{name}.yaml")]) == 0
    golden(f"advise/{name}.text", capsys.readouterr().out)


def test_advice_may_be_of_one_workload(capsys: pytest.CaptureFixture[str]) -> None:
    args = ["advise", str(PLANS / "support-chatbot.yaml"), "--workload", "ticket labels"]
    assert run([*args, "--format", "json"]) == 0
    advice = json.loads(capsys.readouterr().out)["advice"]
    assert {one["workload"] for one in advice} == {"ticket labels"}


def test_an_unknown_workload_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["advise", str(PLANS / "tool-agent.yaml"), "--workload", "on Opneai"]) == 2
    assert "no workload 'on Opneai' (there are: on OpenAI, on Anth" in capsys.readouterr().err
