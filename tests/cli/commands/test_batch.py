from __future__ import annotations

import json
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tokest.cli.main import run

if TYPE_CHECKING:
    from collections.abc import Callable

CHAT = "/v1/chat/completions"


def line(known: str, text: str, model: str = "qwen-plus", **body: Any) -> str:
    messages = [{"role": "user", "content": text}]
    whole = {"model": model, "messages": messages, **body}
    entry = {"custom_id": known, "method": "POST", "url": CHAT, "body": whole}
    return json.dumps(entry, ensure_ascii=False)


@pytest.fixture(autouse=True)
def _in_a_folder_of_batch_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    good = [line(f"request-{at}", "你是谁？" * at, enable_thinking=False) for at in range(1, 13)]
    Path("good.jsonl").write_text("\n".join(good) + "\n", "utf-8")
    bad = ["\ufeff" + good[0], good[1][:-5], good[2], "", '{"a": "\x1b[31m<b>|x|"}', good[0]]
    Path("bad.jsonl").write_bytes("\r\n".join(bad).encode())


@pytest.mark.parametrize("form", ["text", "markdown", "csv", "json"])
@pytest.mark.parametrize(("name", "status"), [("good", 0), ("bad", 1)])
def test_an_estimate_looks_as_it_did(
    name: str,
    status: int,
    form: str,
    capsys: pytest.CaptureFixture[str],
    golden: Callable[[str, str], None],
) -> None:
    args = ["--region", "cn", "--at", "2026-11-24", "--format", form]
    assert run(["batch", f"{name}.jsonl", *args]) == status
    golden(f"batch/{name}.{form}", capsys.readouterr().out)


def estimated(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, dict[str, Any]]:
    status = run(["batch", *args, "--format", "json"])
    found: dict[str, Any] = json.loads(capsys.readouterr().out)["batch"]
    return status, found


def test_the_methods_differ_as_they_should(capsys: pytest.CaptureFixture[str]) -> None:
    _, exact = estimated(capsys, "good.jsonl", "--method", "exact")
    _, table = estimated(capsys, "good.jsonl", "--method", "table")
    assert (exact["method"], table["method"]) == ("exact", "table")
    assert exact["input_low"] == exact["input_tokens"] == exact["input_high"]
    assert table["input_low"] <= exact["input_tokens"] <= table["input_high"]


def test_answers_and_regions_change_the_cost(capsys: pytest.CaptureFixture[str]) -> None:
    _, short = estimated(capsys, "good.jsonl", "--output-tokens", "0", "--region", "intl")
    _, long = estimated(capsys, "good.jsonl", "--output-tokens", "100", "--region", "intl")
    assert short["currency"] == "USD"
    assert long["output_tokens"] == 1200
    assert float(short["cost"]) < float(long["cost"])


def test_standard_input_is_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    raw = BytesIO(line("a", "Hello World").encode())
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(raw))
    status, found = estimated(capsys, "-")
    assert (status, found["input_tokens"]) == (0, 10)


@pytest.mark.parametrize(
    ("args", "what"),
    [
        (["none.jsonl"], "none.jsonl: no such file"),
        (["."], ".: is a folder"),
        (["good.jsonl", "--method", "proxy"], "method: qwen has no proxy"),
        (["good.jsonl", "--at", "soon"], "--at: expected a day"),
        (["good.jsonl", "--region", "mars"], "region: 'mars' is not one of cn, eu"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(
    args: list[str], what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["batch", *args]) == 2
    assert capsys.readouterr().err.startswith(f"tokest: {what}")


def test_nothing_steers_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    Path("odd.jsonl").write_text(line("\x1b[31mred", "a", model="no-\x1b[1m"), "utf-8")
    run(["batch", "odd.jsonl"])
    assert "\x1b" not in capsys.readouterr().out


@pytest.mark.parametrize("text", ["", "\n \n"])
def test_a_file_without_a_request_is_refused(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "empty.jsonl"
    file.write_text(text, "utf-8")
    assert run(["batch", str(file)]) == 2
    assert capsys.readouterr().err.startswith(f"tokest: {file}: holds no request; ")


def test_what_nobody_can_count_leaves_the_sum_open(capsys: pytest.CaptureFixture[str]) -> None:
    Path("open.jsonl").write_text(line("a", "Hi", enable_search=True) + "\n", "utf-8")
    assert run(["batch", "open.jsonl", "--region", "cn"]) == 0
    told = capsys.readouterr().out
    assert "the sum is not known: it is at least 0.0005036 CNY" in told
    assert "1 request holds what nobody can count: line 1" in told
