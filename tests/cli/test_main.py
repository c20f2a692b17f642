"""The command as a person calls it: real processes, real streams, exit codes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tokest import __version__

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
PROMPT = str(ROOT / "examples" / "prompts" / "chinese-rag.md")
TOKEST = (sys.executable, "-m", "tokest")


def tokest(
    *args: str, stdin: bytes = b"", cwd: Path | None = None
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*TOKEST, *args], input=stdin, capture_output=True, cwd=cwd, check=False, timeout=120
    )


def wrong(*args: str, stdin: bytes = b"", cwd: Path | None = None) -> str:
    """Run a call that must fail with one clear line and status 2."""
    done = tokest(*args, stdin=stdin, cwd=cwd)
    assert (done.returncode, done.stdout) == (2, b"")
    message = done.stderr.decode()
    assert "Traceback" not in message
    assert message.startswith("tokest: ")
    return message.removeprefix("tokest: ").removesuffix("\n")


def test_the_version() -> None:
    assert tokest("--version").stdout.decode() == f"tokest {__version__}\n"


@pytest.mark.parametrize(
    "command",
    [
        "",
        "advise",
        "batch",
        "calibrate",
        "compare",
        "completion",
        "count",
        "estimate",
        "explain",
        "models",
        "plan",
        "plan check",
        "plan diff",
        "plan forecast",
        "plan from-usage",
        "plan init",
        "plan watch",
        "price",
        "quota",
        "rates audit",
        "rates check",
        "rates diff",
        "rates history",
        "rates import",
        "rates stale",
        "rates",
        "reconcile",
        "split",
        "truncate",
        "usage",
        "usage totals",
        "usage whatif",
        "vocab",
    ],
)
def test_help(command: str, golden: Callable[[str, str], None]) -> None:
    done = tokest(*command.split(), "--help")
    assert done.returncode == 0
    golden(f"help/{command.replace(' ', '-') or 'tokest'}.txt", done.stdout.decode())


def test_no_command_shows_the_help() -> None:
    assert b"Commands:" in tokest().stdout + tokest().stderr


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (
            ["frob"],
            "no command 'frob' (there are: advise, batch, calibrate, compare, completion, count, ",
        ),
        (["estimate", "no-such-file.md"], "no-such-file.md: no such file"),
        (["estimate", "src"], "src: is a folder; name its files, such as its *.md"),
        (["estimate", PROMPT, PROMPT], f"{PROMPT}: named twice"),
        (
            ["estimate", "-", "--model", "qwen-trubo"],
            "unknown model 'qwen-trubo' (nearest: qwen-turbo",
        ),
        (
            ["estimate", "-", "--encoding", "o200k"],
            "unknown encoding 'o200k' (nearest: o200k_base)",
        ),
        (
            ["estimate", "-", "--encoding", "qwen", "--model", "qwen-max"],
            "model, encoding: give exactly one of them",
        ),
        (["estimate", "-", "--vocab", "kimi_k2"], "--vocab: expected NAME=FILE, got 'kimi_k2'"),
        (["estimate", "-", "--vocab", "kimi=a"], "unknown encoding 'kimi' (nearest: kimi_k2)"),
        (["estimate", "-", "--vocab", "qwen=a"], "--vocab: qwen ships with tokest"),
        (
            ["estimate", "-", "--model", "kimi-k3", "--vocab", "kimi_k2=none"],
            "none: no such file",
        ),
        (
            ["estimate", "-", "--model", "kimi-k3", "--vocab", f"kimi_k2={PROMPT}"],
            f"{PROMPT}:1: expected a token in base64",
        ),
        (["estimate", "-", "--model", "gpt2"], "no vocabulary for 'gpt2': a public tokenizer"),
        (["estimate", "-", "--method", "magic"], "Invalid value for '--method'"),
        (["estimate", "-", "--frob"], "No such option '--frob'"),
        (
            ["compare", "-", "--models", "gpt-4o-nano"],
            "unknown model 'gpt-4o-nano' (nearest: gpt-5.4-nano",
        ),
        (["compare", "-", "--output-tokens", "-1"], "Invalid value for '--output-tokens'"),
        (["compare", "-", "--output-tokens", "9" * 40], "Invalid value for '--output-tokens'"),
        (["compare", "-", "--requests", "0"], "Invalid value for '--requests'"),
        (["compare", "-", "--requests", "1e3"], "Invalid value for '--requests'"),
        (
            ["compare", "-", "--at", "someday"],
            "--at: expected a day such as 2026-11-01, got 'someday'",
        ),
        (["compare", "-", "--exchange", "7.2"], "--exchange: expected CNY:USD=0.1389@2026-11-20"),
        (["compare", "-", "--exchange", "CNY:USD=0@2026-11-20"], "exchange rate: must be above 0"),
        (["compare", "-", "--rates", "no-such.yaml"], "no-such.yaml: no such file"),
        (["compare", "-", "--models", ", ,"], "Invalid value for '--models': names no model"),
        (["compare", "-", "--region", "mars"], "region: 'mars' is not one of cn, eu, global, intl"),
        (
            ["compare", "-", "--exchange", "CNY:USD=1@2026-99-01"],
            "--exchange: expected a day such as 2026-11-01, got '2026-99-01'",
        ),
        (["models", "--provider", "nope"], "--provider: 'nope' is not one of alibaba, aliyun,"),
        (["models", "--region", "mars"], "--region: 'mars' is not one of cn, eu, global, intl"),
        (["models", "qwen-trubo"], "unknown model 'qwen-trubo' (nearest: qwen-turbo"),
        (["count", "-", "--model", "gemini-2.5-flash"], "no vocabulary for 'gemini-2.5-flash': "),
        (["count", "-", "--max-tokens", "-1"], "Invalid value for '--max-tokens'"),
        (["count", "-", "--fits", "--max-tokens", "5"], "--fits, --max-tokens: give one of them"),
        (["count", "-", "--reserve", "5"], "--reserve: goes with --max-tokens or --fits"),
        (["count", "-", "--fits", "--encoding", "qwen"], "--fits: an encoding has no limit; give"),
        (["truncate", "-"], "Missing option '--max-tokens'"),
        (["truncate", "-", "--max-tokens", "1", "--side", "left"], "Invalid value for '--side'"),
        (["truncate", "no-such-file.md", "--max-tokens", "1"], "no-such-file.md: no such file"),
        (
            ["split", "-", "--max-tokens", "5", "--overlap", "5"],
            "overlap: must be less than max_tokens 5, got 5",
        ),
        (
            ["split", PROMPT, "--max-tokens", "0"],
            f"{PROMPT}:1:1: one character (with its marks)",
        ),
        (["explain", "-", "--format", "csv"], "Invalid value for '--format'"),
        (["completion", "tcsh"], "Invalid value for '{bash|fish|zsh}'"),
    ],
)
def test_a_wrong_call_has_one_clear_line(args: list[str], message: str) -> None:
    assert wrong(*args, cwd=ROOT).startswith(message)


def test_an_overlay_that_is_broken_reports_every_problem(tmp_path: Path) -> None:
    overlay = tmp_path / "over.yaml"
    overlay.write_text("version: 1\nproviders: [{id: x, naem: y}]\nprovider: []\n", "utf-8")
    assert wrong("compare", "-", "--rates", "over.yaml", cwd=tmp_path).splitlines() == [
        "over.yaml:2:13: missing models",
        "tokest: over.yaml:2:21: unknown key 'naem', did you mean 'name'?",
        "tokest: over.yaml:3:1: unknown key 'provider', did you mean 'providers'?",
    ]


def test_a_file_that_is_not_utf8_is_refused_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "bad.md").write_bytes("ok\né".encode("latin-1"))
    message = wrong("estimate", "bad.md", cwd=tmp_path)
    assert message == "bad.md:2:1: byte 0xe9 is not UTF-8; convert the file first"


def test_a_utf16_file_is_recognised(tmp_path: Path) -> None:
    (tmp_path / "wide.md").write_bytes("hello".encode("utf-16"))
    assert "it looks like UTF-16" in wrong("estimate", "wide.md", cwd=tmp_path)


def test_a_hostile_file_name_cannot_steer_the_terminal(tmp_path: Path) -> None:
    name = "a\x1b[31m\u202eb"
    assert wrong("estimate", name, cwd=tmp_path) == "a\\x1b[31m\\u202eb: no such file"
    (tmp_path / name).write_text("hi", "utf-8")
    assert b"\x1b" not in tokest("estimate", name, cwd=tmp_path).stdout


def test_a_file_name_that_is_not_unicode_is_shown_escaped(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9.md")
    (tmp_path / name).write_text("hi", "utf-8")
    for form in ("text", "json", "csv", "markdown"):
        done = tokest("estimate", name, "--format", form, cwd=tmp_path)
        assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("form", ["text", "csv", "markdown", "json"])
def test_a_terminal_without_unicode_shows_escapes(form: str, tmp_path: Path) -> None:
    (tmp_path / "中文.md").write_text("hi", "utf-8")
    done = subprocess.run(
        [*TOKEST, "estimate", "中文.md", "--format", form],
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
        cwd=tmp_path,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"\\u4e2d" in done.stdout


@pytest.mark.parametrize("args", [["estimate", "-"], ["estimate"]])
def test_standard_input_is_read(args: list[str]) -> None:
    done = tokest(*args, "--format", "csv", stdin="你是谁？".encode())
    assert done.stdout.decode().splitlines()[1] == "-,qwen-plus,3,3,3,exact,qwen"


def test_empty_text_has_no_tokens() -> None:
    done = tokest("estimate", "-", "--format", "csv")
    assert done.stdout.decode().splitlines()[1] == "-,qwen-plus,0,0,0,exact,qwen"


def test_nul_bytes_are_text() -> None:
    done = tokest("estimate", "-", "--format", "csv", stdin=b"a\x00b")
    assert done.stdout.decode().splitlines()[1] == "-,qwen-plus,3,3,3,exact,qwen"


def test_twenty_megabytes_are_counted(tmp_path: Path) -> None:
    line = "The quick brown fox 你好，世界 jumps over 12 lazy dogs.\n"
    (tmp_path / "large.md").write_text(line * (20_000_000 // len(line.encode())), "utf-8")
    done = tokest("estimate", "large.md", "--format", "csv", cwd=tmp_path)
    assert done.returncode == 0
    tokens = int(done.stdout.decode().splitlines()[1].split(",")[2])
    assert tokens > 5_000_000


def test_a_closed_pipe_ends_the_command_quietly() -> None:
    with subprocess.Popen(
        [*TOKEST, "models"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        run.stdout.readline()
        run.stdout.close()
        assert (run.stderr.read(), run.wait(30)) == (b"", 0)


def test_a_closed_pipe_ends_a_command_that_writes_text_quietly(tmp_path: Path) -> None:
    (tmp_path / "large.txt").write_text("word\n" * 200_000, "utf-8")
    args = ["truncate", str(tmp_path / "large.txt"), "--max-tokens", "1000000"]
    with subprocess.Popen([*TOKEST, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        run.stdout.readline()
        run.stdout.close()
        assert (run.stderr.read(), run.wait(30)) == (b"", 0)


def test_an_interrupt_ends_the_command_with_130() -> None:
    with subprocess.Popen(
        [*TOKEST, "estimate", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # a job that was started in the background has interrupts ignored, and its children too
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    ) as run:
        time.sleep(2)  # it waits for its input by then
        run.send_signal(signal.SIGINT)
        assert run.wait(30) == 130
        assert run.stderr is not None
        assert run.stderr.read().decode().strip() == "tokest: interrupted"


def test_a_terminal_without_a_file_is_told_what_to_do() -> None:
    done = subprocess.run(
        ["/usr/bin/script", "-qec", f"{sys.executable} -m tokest estimate", "/dev/null"],
        capture_output=True, check=False, timeout=60, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert (done.returncode, b"name a prompt file" in done.stdout) == (2, True)
