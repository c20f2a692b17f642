"""`tokest scan`."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tokest.cli.main import run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TEXTS = ["Hello World", "你是谁？", None, "", "word " * 300, "<i>é\x1b[31m</i>"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    rows = [json.dumps({"text": text}) for text in TEXTS]
    (tmp_path / "a.jsonl").write_text("\n".join(rows) + "\n", "utf-8")
    (tmp_path / "b.csv").write_text('text,n\n"Hello\nWorld",1\n', "utf-8")
    return tmp_path


@pytest.mark.parametrize("show", ["totals", "files", "longest", "histogram"])
def test_what_is_shown(
    show: str,
    folder: Path,
    golden: Callable[[str, str], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked = [
        "--column",
        "text",
        "--model",
        "qwen-max,gpt-5.5",
        "--show",
        show,
        "--at",
        "2026-11-20",
    ]
    assert run(["scan", "a.jsonl", "b.csv", *asked, "--output-tokens", "500"]) == 0
    golden(f"scan/{show}.text", capsys.readouterr().out)
    assert folder.is_dir()


def test_json_has_everything(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["scan", str(folder), "--column", "text", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["schema"] == "tokest/scan/v1"
    assert found["rows"] == 7
    assert [one["name"] for one in found["targets"]] == ["qwen-plus"]
    assert {"files", "longest", "histogram", "problems"} <= {*found, *found["targets"][0]}


def test_what_is_wrong_is_shown_and_leaves_with_one(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a.jsonl").write_bytes(b'{"text": "Hello World"}\n{"text": "\n')
    (folder / "c.parquet").write_bytes(b"PAR1\x1b[31m")
    assert run(["scan", ".", "--column", "text"]) == 1
    out = capsys.readouterr().out
    assert "not counted: rows 1, parts of files 1" in out
    assert "a.jsonl, byte 24: no JSON" in out
    assert "\x1b" not in out


@pytest.mark.parametrize(
    ("args", "complaint"),
    [
        (["a.jsonl", "--column", "txt"], "tokest: column 'txt': is missing (nearest: text)"),
        (["c.jsonl"], "tokest: column: say which column holds the texts (there are: question)"),
        (["no.jsonl", "--column", "text"], "tokest: no.jsonl: no such file or folder"),
        (["a.xyz", "--column", "text"], "tokest: a.xyz: of no known format: say which, of csv"),
        (["a.jsonl", "--column", "text", "--sample", "some"], "tokest: --sample: expected auto"),
        (["a.jsonl", "--column", "text", "--model", "qwen-mex"], "(nearest: qwen-max"),
        (["a.jsonl", "--column", "text", "--region", "mars"], "in region 'mars'"),
    ],
)
def test_what_cannot_be_is_told_in_a_line_and_leaves_with_two(
    args: list[str], complaint: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a.xyz").touch()
    (folder / "c.jsonl").write_text('{"question": "a"}\n', "utf-8")
    assert run(["scan", *args]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert complaint in captured.err
    assert captured.err.count("\n") == 1


def test_a_sample_says_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "".join(json.dumps({"text": f"row {i} " * 100}) + "\n" for i in range(25_000))
    (folder / "a.jsonl").write_text(rows, "utf-8")
    asked = ["--column", "text", "--sample", "±5%", "--method", "table", "--processes", "1"]
    assert run(["scan", "a.jsonl", *asked]) == 0
    out = capsys.readouterr().out
    assert out.startswith("about 2")
    assert "clusters read, tokens ±" in out
    assert "estimated from a sample; low and high include its interval of 95 %" in out


def test_what_is_found_by_itself_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["scan", "a.jsonl"]) == 0
    assert "column 'text', by its name" in capsys.readouterr().out
    row = {"messages": [{"role": "user", "content": "a"}]}
    (folder / "a.jsonl").write_text(json.dumps(row) + "\n", "utf-8")
    assert run(["scan", "a.jsonl", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["column"] is None
    assert found["notes"][0] == "the whole line is taken"


def test_an_encoding_has_tokens_and_no_cost(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["--column", "text", "--encoding", "o200k_base", "--format", "csv"]
    assert run(["scan", str(folder / "a.jsonl"), *asked]) == 0
    head, row = capsys.readouterr().out.splitlines()[:2]
    assert row.split(",")[0] == "o200k_base"
    assert dict(zip(head.split(","), row.split(","), strict=True))["cost"] == ""


def test_copies_and_checkpoints_are_written(folder: Path) -> None:
    asked = ["--column", "text", "--checkpoint", "kept", "--write", "out"]
    assert run(["scan", "a.jsonl", *asked]) == 0
    assert (folder / "kept").stat().st_size > 0
    row = json.loads((folder / "out" / "a.jsonl").read_text("utf-8").splitlines()[0])
    assert row["qwen_plus_tokens"] == 2


def test_ctrl_c_shows_what_was_done(folder: Path) -> None:
    line = json.dumps({"text": "some words of a text " * 50}) + "\n"
    (folder / "large.jsonl").write_text(line * 150_000, "utf-8")
    program = [sys.executable, "-m", "tokest", "scan", "large.jsonl", "--column", "text"]
    program += ["--method", "table", "--checkpoint", "kept", "--processes", "2"]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        kept = folder / "kept"
        for _ in range(600):
            if kept.exists() and kept.read_bytes().count(b"\n") > 1:
                break
            time.sleep(0.05)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=60)
    assert running.returncode == 130
    assert b"interrupted: what is shown is what was done" in err
    assert b"Traceback" not in err
    assert b"rows, " in out
