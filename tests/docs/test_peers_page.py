"""What the page of peers says of speed is what was measured."""

from __future__ import annotations

import re

from pages import ROOT

PAGE = " ".join((ROOT / "docs" / "explanation" / "peers.md").read_text("utf-8").split())
RESULTS = (ROOT / "benchmarks" / "RESULTS.md").read_text("utf-8")
THROUGHPUT = RESULTS.partition("### Throughput\n")[2].partition("\n### ")[0]
CELL = re.compile(r"([\d.]+) \([^)]*\) \u00d7([\d.]+)")


def cells(engine: str) -> list[list[tuple[float, float]]]:
    """Give MB a second, and how many times tiktoken's, for each kind of text and size."""
    lines = re.findall(rf"^\| {engine} \|(.*)$", THROUGHPUT, re.MULTILINE)
    return [[(float(speed), float(times)) for speed, times in CELL.findall(line)] for line in lines]


def span(engine: str) -> str:
    speeds = [speed for line in cells(engine) for speed, _ in line]
    return f"{min(speeds):.0f} to {max(speeds):.0f}"


def test_speeds_are_those_of_the_results() -> None:
    assert len(cells("tiktoken")) == 4
    assert f"its exact engine does {span('tokest exact')} MB a second on one core" in PAGE
    assert f"tiktoken does {span('tiktoken')} and gigatoken {span('gigatoken')};" in PAGE


def test_tiktoken_is_as_much_faster_as_measured() -> None:
    times = [1 / line[-1][1] for line in cells("tokest exact")]
    assert f"{min(times):.1f} to {max(times):.1f} times as fast as tokest's own engine" in PAGE
