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


RATES = """
version: 1
providers:
  - id: house
    name: House
    default_region: here
    regions: [{id: here, name: Here}]
    models:
      - id: house-7b
        rates:
          - {region: here, end: 2027-01-01, tiers: [{input: 1000, output: 0}], ORIGIN}
          - {region: here, start: 2027-01-01, tiers: [{input: 3000, output: 0}], ORIGIN}
      - id: house-9b
        rates:
          - {region: here, minimum: 0.5, tiers: [{input: 1000, output: 0}], ORIGIN}
""".replace(
    "ORIGIN", "currency: USD, status: contract, source: https://example.com/, checked: 2026-11-01"
)
YEAR_END = """
version: 1
name: year end
start: 2026-12-31
end: 2027-01-02
workloads:
  - {name: a, models: [house-7b, house-9b], input: 1000, output: 0, requests_per_day: 1}
"""


def test_prices_are_those_of_each_day_and_odd_ones_are_left_to_the_tables(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "plan.yaml").write_text(YEAR_END, "utf-8")
    (tmp_path / "rates.yaml").write_text(RATES, "utf-8")
    args = [str(tmp_path / "plan.yaml"), "--rates", str(tmp_path / "rates.yaml")]
    assert run(["report", *args]) == 0, capsys.readouterr().err
    page = capsys.readouterr().out
    assert ">4.00</td>" in page  # 1 of December and 3 of January
    assert "house-9b: the planner knows neither marginal tiers nor minimums" in page
