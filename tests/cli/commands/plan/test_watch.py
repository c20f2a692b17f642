from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tokest.cli.main import run

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def table(folder: Path, last: int) -> str:
    rows = ["day,model,amount"]
    for place in range(35):
        day = date(2026, 10, 1) + timedelta(place)
        usual = 400 if day.weekday() > 4 else 1000 + place % 3
        rows.append(f"{day},qwen-plus,{last if place == 34 else usual}")
    (folder / "usage.csv").write_text("\n".join(rows) + "\n", "utf-8")
    return str(folder / "usage.csv")


def test_an_abnormal_day_is_status_1_with_its_model(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run(["plan", "watch", table(tmp_path, 5000)]) == 1
    text = capsys.readouterr().out
    assert text.startswith("1 abnormal of 35 days\n")
    assert "2026-11-04  qwen-plus   5,000" in text


def test_usual_days_are_status_0(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(["plan", "watch", table(tmp_path, 1001), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["abnormal"] == []


def test_an_empty_table_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "usage.csv").write_text("", "utf-8")
    assert run(["plan", "watch", str(tmp_path / "usage.csv")]) == 2
    assert "is empty" in capsys.readouterr().err


def test_days_that_are_not_judged_or_not_dated_are_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    log = tmp_path / "log.jsonl"
    undated = {"id": "1", "model": "qwen-max", "usage": {"prompt_tokens": 5}}
    dated = undated | {"id": "2", "created": "2026-11-01"}
    log.write_text(f"{json.dumps(undated)}\n{json.dumps(dated)}\n", "utf-8")
    assert run(["plan", "watch", str(log)]) == 0
    text = capsys.readouterr().out
    assert "not judged, with no more than 4 days: alibaba/qwen-max" in text
    assert "2 left out, since they do not say when" in text
