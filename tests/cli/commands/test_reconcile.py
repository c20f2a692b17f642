from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from tokest.cli.main import run
from usage import month

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MADE = month.calls(times=160)
ROWS = month.rows(MADE)
PRICED = ("--region", "cn", "--provider", "alibaba")


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write a log, a bill that agrees with it and one that does not, and go there."""
    lost = [row for row in ROWS if row.hour.day != 12]
    wrong = month.changed(lost, lambda row: row.batch, batch=False, price=lambda r: r.price * 2)
    dollars = month.changed(ROWS, lambda row: row.model == "qwen-max", currency="USD")
    (tmp_path / "log.jsonl").write_bytes(month.log(MADE))
    (tmp_path / "bill.csv").write_bytes(month.bill(ROWS))
    (tmp_path / "wrong.csv").write_bytes(month.bill(wrong, "gb18030"))
    (tmp_path / "dollars.csv").write_bytes(month.bill(dollars))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def reconciled(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, str]:
    status = run(["reconcile", "log.jsonl", *PRICED, *args])
    return status, capsys.readouterr().out


@pytest.mark.usefixtures("files")
def test_a_bill_that_agrees_is_fine(capsys: pytest.CaptureFixture[str]) -> None:
    status, text = reconciled(capsys, "--bill", "bill.csv")
    assert status == 0
    assert "gap 0.00" in text


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("form", ["text", "markdown", "csv"])
def test_a_gap_is_taken_apart(
    form: str, capsys: pytest.CaptureFixture[str], golden: Callable[[str, str], None]
) -> None:
    status, text = reconciled(capsys, "--bill", "wrong.csv", "--delay", "0", "--format", form)
    assert status == 1
    golden(f"reconcile/gap.{form}", text)


@pytest.mark.usefixtures("files")
def test_the_causes_are_data_too(capsys: pytest.CaptureFixture[str]) -> None:
    status, text = reconciled(capsys, "--bill", "wrong.csv", "--delay", "0", "--format", "json")
    (found,) = json.loads(text)["reconciliations"]
    assert (status, found["within"]) == (1, False)
    amounts = [Decimal(cause["amount"]) for cause in found["causes"]]
    assert sum(amounts) == Decimal(found["gap"])


@pytest.mark.usefixtures("files")
def test_what_does_not_match_is_listed(
    capsys: pytest.CaptureFixture[str], golden: Callable[[str, str], None]
) -> None:
    status, text = reconciled(capsys, "--bill", "wrong.csv", "--delay", "0", "--cells")
    assert status == 1
    golden("reconcile/cells.text", text)


@pytest.mark.usefixtures("files")
def test_a_tolerance_lets_a_gap_pass(capsys: pytest.CaptureFixture[str]) -> None:
    assert reconciled(capsys, "--bill", "wrong.csv", "--tolerance", "1000")[0] == 0


@pytest.mark.usefixtures("files")
def test_other_currencies_are_added_at_a_given_rate_only(
    capsys: pytest.CaptureFixture[str],
) -> None:
    status, text = reconciled(capsys, "--bill", "dollars.csv")
    assert status == 1
    assert "USD billed beside it, not added: give --exchange" in text
    rate = "USD:CNY=1@2026-10-20"
    assert reconciled(capsys, "--bill", "dollars.csv", "--exchange", rate)[0] == 0


@pytest.mark.usefixtures("files")
def test_days_are_those_of_the_bill_unless_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert "days of UTC+8" in reconciled(capsys, "--bill", "bill.csv")[1]
    status, text = reconciled(capsys, "--bill", "bill.csv", "--timezone", "UTC", "--format", "json")
    assert status == 0
    cells = json.loads(text)["reconciliations"][0]["cells"]
    assert cells[0]["day"] >= "2026-09-30"


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--bill", "none.csv"], "none.csv: no such file"),
        (["--bill", "bill.csv", "--tolerance", "much"], "--tolerance: expected an amount"),
        (["--bill", "bill.csv", "--tolerance", "-1"], "--tolerance: expected an amount"),
        (["--bill", "bill.csv", "--delay", "-1"], "Invalid value for '--delay'"),
        (["--bill", "bill.csv", "--exchange", "7"], "--exchange: expected CNY:USD="),
        ([], "Missing option '--bill'"),
    ],
)
def test_what_cannot_be_is_refused(
    args: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["reconcile", "log.jsonl", *args]) == 2
    assert capsys.readouterr().err.removeprefix("tokest: ").startswith(message)
