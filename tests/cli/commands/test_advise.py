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


PLAN = """
version: 1
name: pictures
start: 2026-12-01
end: 2027-01-01
workloads:
  - {{name: pictures, models: [{model}], region: {region}, input: {size}, output: 0,
     requests_per_day: 10, {more}}}
"""


@pytest.mark.parametrize(
    ("values", "notes"),
    [
        (
            {
                "model": "qwen-image-2.0-pro",
                "region": "cn",
                "size": 0,
                "more": "units: {output_images: 2}",
            },
            ["nothing is known that would make it cheaper"],
        ),
        (
            {"model": "qwen-max", "region": "cn", "size": 900, "more": "batch_share: 1"},
            [
                "nothing is known that would make it cheaper",
                "no advice on pictures: no batch price on record",
            ],
        ),
    ],
)
def test_nothing_to_advise_is_said_with_its_reason(
    values: dict[str, object], notes: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN.format(**values), "utf-8")
    assert run(["advise", str(tmp_path / "plan.yaml")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-len(notes) :] == notes
