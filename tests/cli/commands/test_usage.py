from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow.parquet
import pytest

from tokest.cli.main import run
from usage import month
from usage.formats.test_deepseek import AMOUNTS, COSTS, archive
from usage.formats.test_openai import USAGE as OPENAI

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MADE = month.calls(times=80)
ROWS = month.rows(MADE)


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write a bill and a log, and go there."""
    (tmp_path / "bill.csv").write_bytes(month.bill(ROWS))
    (tmp_path / "log.jsonl").write_bytes(month.log(MADE))
    (tmp_path / "usage.zip").write_bytes(archive(amount=AMOUNTS, cost=COSTS))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def output(capsys: pytest.CaptureFixture[str], *args: str) -> str:
    assert run(args) == 0, capsys.readouterr().err
    return capsys.readouterr().out


def wrong(capsys: pytest.CaptureFixture[str], *args: str) -> str:
    assert run(args) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    return captured.err.removeprefix("tokest: ").strip()


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("form", ["text", "markdown", "csv", "json"])
def test_totals_look_as_they_did(
    form: str, capsys: pytest.CaptureFixture[str], golden: Callable[[str, str], None]
) -> None:
    args = ["usage", "bill.csv", "--by", "model,mode", "--until", "2026-10-08", "--format", form]
    golden(f"usage/totals.{form}", output(capsys, *args))


@pytest.mark.usefixtures("files")
def test_a_log_is_priced_by_the_card(
    capsys: pytest.CaptureFixture[str], golden: Callable[[str, str], None]
) -> None:
    args = ["usage", "totals", "log.jsonl", "--region", "cn", "--provider", "alibaba"]
    golden("usage/log.text", output(capsys, *args, "--by", "model"))


@pytest.mark.usefixtures("files")
def test_an_archive_shows_list_and_billed_money(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(output(capsys, "usage", "usage.zip", "--by", "model", "--format", "json"))
    sums = {one["noun"]: (one["gross"], one["net"]) for one in found["usage"]["totals"]}
    assert sums == {"token": ("0.0462065", None), "": (None, "0.0462065"), "request": (None, None)}


@pytest.mark.usefixtures("files")
def test_a_log_is_priced_on_other_models(
    capsys: pytest.CaptureFixture[str], golden: Callable[[str, str], None]
) -> None:
    args = ["usage", "whatif", "log.jsonl", "--models", "qwen-max,gpt-5.5", "--models", "glm-5.3"]
    golden("usage/whatif.text", output(capsys, *args))


def test_an_export_read_twice_counts_once(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (files / "again.csv").write_bytes(month.bill(ROWS[:10], "gb18030"))
    once = json.loads(output(capsys, "usage", "bill.csv", "--format", "json"))
    twice = json.loads(output(capsys, "usage", "bill.csv", "again.csv", "--format", "json"))
    assert twice["usage"]["totals"] == once["usage"]["totals"]
    assert twice["left_out"]["rows"] == 10
    assert "10 rows were read before" in output(capsys, "usage", "bill.csv", "again.csv")


def test_records_are_written_beside_the_totals(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    args = ["usage", "bill.csv", "--records", "r.csv", "--focus", "f.parquet", "--anonymise"]
    output(capsys, *args, "--salt", "pepper")
    rows = list(csv.DictReader(io.StringIO((files / "r.csv").read_text("utf-8"))))
    assert len(rows) == len(ROWS)
    assert {row["key"] for row in rows}.isdisjoint({row.key for row in ROWS})
    assert pyarrow.parquet.read_table(files / "f.parquet").num_rows == len(ROWS)
    assert sorted(file.name for file in files.iterdir()) == [
        "bill.csv", "f.parquet", "log.jsonl", "r.csv", "usage.zip",
    ]  # fmt: skip


@pytest.mark.usefixtures("files")
def test_anonymised_keys_differ_from_run_to_run_without_a_salt(
    capsys: pytest.CaptureFixture[str],
) -> None:
    args = ["usage", "bill.csv", "--by", "key", "--anonymise"]
    first, second = output(capsys, *args), output(capsys, *args)
    assert first != second
    salted = [*args, "--salt", "pepper"]
    assert output(capsys, *salted) == output(capsys, *salted)


def test_answers_and_prompts_are_never_shown(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    request = {"messages": [{"role": "user", "content": "a secret"}]}
    line = {"request": request, "id": "1", "model": "qwen-max", "usage": {"prompt_tokens": 3}}
    (files / "log.jsonl").write_text(json.dumps(line), "utf-8")
    text = output(capsys, "usage", "log.jsonl", "--records", "r.csv", "--format", "json")
    assert "secret" not in text + (files / "r.csv").read_text("utf-8")


def test_a_table_of_ones_own_is_read(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (files / "own.csv").write_text("m,i,c\n=qwen-max,5,0.1\n", "utf-8")
    columns = [
        word for one in ("model=m", "input_tokens=i", "net=c") for word in ("--columns", one)
    ]
    text = output(capsys, "usage", "own.csv", *columns, "--currency", "eur", "--format", "csv")
    assert text.splitlines()[1:] == [
        "'=qwen-max,cost,0,,,0.1,EUR,",
        "'=qwen-max,input,5,token,,,,5",
    ]


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["none.csv"], "none.csv: no such file"),
        (["."], ".: is a folder; name its files"),
        (["bill.csv", "bill.csv"], "bill.csv: named twice"),
        (["bill.csv", "--by", "dya"], "by: 'dya' is not one of day"),
        (["bill.csv", "--since", "May"], "--since: expected a day such as 2026-11-01, got 'May'"),
        (["bill.csv", "--timezone", "Mars"], "timezone: expected a name such as UTC"),
        (["bill.csv", "--columns", "model=m", "--as", "log"], "--columns: goes with --as csv"),
        (["bill.csv", "--columns", "model"], "--columns: expected NAME=COLUMN, got 'model'"),
        (["bill.csv", "--as", "csv"], "columns: say which one is the model"),
        (["bill.csv", "--as", "alibabba"], "Invalid value for '--as'"),
        (["bill.csv", "--salt", "x"], "--salt: goes with --anonymise"),
        (["bill.csv", "--records", "r.xlsx"], "r.xlsx: is neither .csv nor .parquet"),
        (["bill.csv", "--records", "none/r.csv"], "none/r.csv: cannot be written: No such file"),
        (["whatif", "bill.csv", "--models", "qwen-max"], "bill.csv: is a bill, which knows no"),
        (["whatif", "log.jsonl", "--models", "qwen-mx"], "unknown model 'qwen-mx' (nearest:"),
        (["log.jsonl", "--as", "alibaba"], "log.jsonl:"),
        ([], "Usage:"),
    ],
)
def test_what_cannot_be_is_refused(
    args: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if not args:
        run(["usage"])
        assert "totals" in "".join(capsys.readouterr())
        return
    assert wrong(capsys, "usage", *args).startswith(message)


def test_a_damaged_file_is_named_with_its_line(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    raw = month.bill(ROWS).decode()
    (files / "cut.csv").write_text(raw[: len(raw) // 2], "utf-8")
    assert wrong(capsys, "usage", "cut.csv").startswith("cut.csv:")
    (files / "cut.zip").write_bytes((files / "usage.zip").read_bytes()[:200])
    assert wrong(capsys, "usage", "cut.zip").startswith("cut.zip: is no whole ZIP archive")


def test_a_failed_run_leaves_no_file(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (files / "bad.csv").write_bytes(month.bill(ROWS) + b"x,y\n")
    wrong(capsys, "usage", "bad.csv", "--records", "r.csv")
    assert not (files / "r.csv").exists()


def test_standard_input_is_read(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tokest", "usage", "-", "--by", "month", "--format", "csv"],
        input=(files / "bill.csv").read_bytes(),
        capture_output=True,
        check=True,
    )
    lines = done.stdout.decode().splitlines()
    assert (
        lines
        == output(capsys, "usage", "bill.csv", "--by", "month", "--format", "csv").splitlines()
    )


def test_what_is_odd_about_the_records_is_told(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    late = replace(ROWS[0], id="a", hour=ROWS[0].hour.replace(year=2999), model="house-7b")
    back = replace(ROWS[1], id="b", kind="退款")
    (files / "odd.csv").write_bytes(month.bill([late, back]))
    text = output(capsys, "usage", "odd.csv")
    assert "not on the rate card: house-7b" in text
    assert "1 refunds and adjustments are taken off" in text
    assert "1 records lie in the future" in text
    (files / "odd.jsonl").write_text('{"model": "m", "usage": {"prompt_tokens": 3}}', "utf-8")
    text = output(capsys, "usage", "odd.jsonl")
    assert "1 requests" not in text.splitlines()[0]
    assert "3 tokens, 3 of them without a price" in text
    assert "2 records do not say when" in text


@pytest.mark.usefixtures("files")
def test_a_name_that_no_file_can_have_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert "cannot be read" in wrong(capsys, "usage", "a\0b")


def test_an_export_of_tokens_is_priced_if_that_is_asked_for(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (files / "openai.csv").write_text(OPENAI, "utf-8")
    assert "69,846 of them without a price" in output(capsys, "usage", "openai.csv")
    text = output(capsys, "usage", "openai.csv", "--price")
    assert "rows without money are priced by the rate card" in text
    assert "USD at list price" in text


def test_times_without_a_zone_are_of_the_zone_of_days(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = {"id": "1", "model": "qwen-max", "ts": "2026-10-01 23:30", "usage": {"prompt_tokens": 5}}
    (files / "naive.jsonl").write_text(json.dumps(line) + "\n", "utf-8")
    for zone in ([], ["--timezone", "Asia/Shanghai"]):
        assert run(["usage", str(files / "naive.jsonl"), "--by", "day", *zone]) == 0
        assert "2 records, 2026-10-01 to 2026-10-01" in capsys.readouterr().out
    (files / "zoned.jsonl").write_text(json.dumps(line | {"ts": "2026-10-01 23:30Z"}), "utf-8")
    assert run(["usage", str(files / "zoned.jsonl"), "--by", "day", *zone]) == 0
    assert "2 records, 2026-10-02 to 2026-10-02" in capsys.readouterr().out
