from __future__ import annotations

from typing import TYPE_CHECKING

from tokest.cli.main import run

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_the_first_plan_forecasts_and_keeps_to_its_budgets_or_says_so(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run(["plan", "init"]) == 0
    text = capsys.readouterr().out
    file = tmp_path / "plan.yaml"
    file.write_text(text, "utf-8")
    assert run(["plan", str(file)]) == 0
    assert "first plan: cost by month" in capsys.readouterr().out
    assert run(["plan", "check", str(file)]) in {0, 1}
    assert run(["advise", str(file)]) == 0


def test_every_line_of_it_is_short() -> None:
    from tokest.resources import data_file  # noqa: PLC0415  # beside its use

    assert all(len(line) <= 120 for line in data_file("plan.yaml").read_text("utf-8").splitlines())
