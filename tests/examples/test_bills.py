"""The example of a bill is what its script makes."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING

import example_bill
from pages import ROOT
from tokest.cli.main import run

if TYPE_CHECKING:
    import pytest

FOLDER = ROOT / "examples" / "bills"


def test_the_files_are_those_that_the_script_writes() -> None:
    made = example_bill.calls()
    assert (FOLDER / "bill.csv").read_bytes() == example_bill.bill(made)
    assert (FOLDER / "calls.jsonl").read_bytes() == example_bill.log(made[example_bill.UNLOGGED :])


def test_the_gap_is_the_calls_that_were_not_logged_and_the_discount(
    capsys: pytest.CaptureFixture[str],
) -> None:
    files = [str(FOLDER / "calls.jsonl"), "--bill", str(FOLDER / "bill.csv")]
    how = ["--provider", "alibaba", "--region", "cn", "--format", "json"]
    assert run(["reconcile", *files, *how]) == 0
    (found,) = json.loads(capsys.readouterr().out)["reconciliations"]
    causes = {one["name"]: Decimal(one["amount"]) for one in found["causes"]}
    assert causes.keys() == {"missing calls", "discount"}
    assert causes["discount"] < 0 < causes["missing calls"]
    assert sum(causes.values()) == Decimal(found["gap"])
