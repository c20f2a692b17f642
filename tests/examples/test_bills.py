"""The example of a bill is what its script makes."""

from __future__ import annotations

import example_bill
from pages import ROOT
from tokest.cli.main import run

FOLDER = ROOT / "examples" / "bills"


def test_the_files_are_those_that_the_script_writes() -> None:
    made = example_bill.calls()
    assert (FOLDER / "bill.csv").read_bytes() == example_bill.bill(made)
    assert (FOLDER / "calls.jsonl").read_bytes() == example_bill.log(made[example_bill.UNLOGGED :])


def test_the_gap_is_the_calls_that_were_not_logged_and_the_discount(
    capsys: object,
) -> None:
    del capsys
    call = ["reconcile", str(FOLDER / "calls.jsonl"), "--bill", str(FOLDER / "bill.csv")]
    assert run([*call, "--provider", "alibaba", "--region", "cn", "--tolerance", "0.01"]) == 0
