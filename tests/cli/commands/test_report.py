from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tokest.cli.main import run

if TYPE_CHECKING:
    import pytest

PLAN = str(Path(__file__).parents[3] / "examples" / "plans" / "tool-agent.yaml")
FEW = ["--draws", "200", "--at", "2026-12-01"]


def test_a_report_is_one_file_and_the_same_each_time(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "report.html"
    assert run(["report", PLAN, "-o", str(file), *FEW]) == 0
    assert capsys.readouterr().out == ""
    page = file.read_text("utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert run(["report", PLAN, *FEW]) == 0
    assert capsys.readouterr().out == page


def test_a_place_that_cannot_be_written_to_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "no" / "report.html"
    assert run(["report", PLAN, "-o", str(file), *FEW]) == 2
    assert capsys.readouterr().err.startswith(f"tokest: {file}: cannot be written: ")
