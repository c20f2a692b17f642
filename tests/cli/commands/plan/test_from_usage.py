from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tokest.cli.main import run
from usage import month

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MADE = month.calls()
PRICED = ("--region", "cn", "--provider", "alibaba", "--timezone", "Asia/Shanghai")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "log.jsonl").write_bytes(month.log(MADE))
    (tmp_path / "bill.csv").write_bytes(month.bill(month.rows(MADE[:20])))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_plan_looks_as_it_did(
    capsys: pytest.CaptureFixture[str], golden: Callable[[str, str], None]
) -> None:
    assert run(["plan", "from-usage", "log.jsonl", *PRICED, "--name", "October"]) == 0
    golden("plan/from-usage.yaml", capsys.readouterr().out)


def test_the_plan_of_a_month_costs_about_what_the_month_did(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["plan", "from-usage", "log.jsonl", *PRICED]) == 0
    (folder / "plan.yaml").write_text(capsys.readouterr().out, "utf-8")
    assert run(["plan", "plan.yaml", "--format", "json", "--draws", "1000"]) == 0
    forecast = json.loads(capsys.readouterr().out)["forecast"]
    (total,) = forecast["totals"]
    means = [float(one["mean"]) for one in total["months"]]
    monthly = sum(means) / len(means)
    assert forecast["unpriced"] == []
    assert monthly == pytest.approx(float(month.truth(MADE)), rel=0.15)


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["bill.csv"], "bill.csv: is a bill, which knows no single calls"),
        (["log.jsonl", "--until", "2020-01-01"], "log.jsonl: no call to plan with"),
        (["none.jsonl"], "none.jsonl: no such file"),
    ],
)
def test_what_cannot_be_is_refused(
    args: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["plan", "from-usage", *args]) == 2
    assert capsys.readouterr().err.removeprefix("tokest: ").startswith(message)


def test_calls_of_unknown_models_are_passed_over_and_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = {"id": "1", "created": 1790812800, "model": "house-7b", "usage": {"prompt_tokens": 5}}
    with (folder / "log.jsonl").open("a", encoding="utf-8") as log:
        log.write(json.dumps(line) + "\n")
    assert run(["plan", "from-usage", "log.jsonl", *PRICED]) == 0
    captured = capsys.readouterr()
    assert "1 calls of house-7b passed over: not on the rate card" in captured.err
    assert "house-7b" not in captured.out


def test_a_log_without_counts_is_told_what_it_lacks(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "log.jsonl").write_text('{"id": "1", "choices": []}\n', "utf-8")
    assert run(["plan", "from-usage", "log.jsonl"]) == 2
    assert "1 line gives no call: no usage object; first: log.jsonl:1" in capsys.readouterr().err
