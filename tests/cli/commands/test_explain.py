from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING

import pytest

from tokest.cli.main import run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TEXT = "Hi <b>&amp;</b> there,\r\n  角色 42!\n\x1b[31m\u202e e\u0301 👍🏽\n"


@pytest.fixture(autouse=True)
def _beside_a_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "odd.md").write_bytes(TEXT.encode())
    monkeypatch.chdir(tmp_path)


def output(capsys: pytest.CaptureFixture[str], *args: str) -> str:
    assert run(["explain", "odd.md", *args]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("form", ["text", "html", "json"])
def test_tokens_look_as_they_did(
    form: str, capsys: pytest.CaptureFixture[str], golden: Callable[[str, str], None]
) -> None:
    golden(f"explain/odd.{form}", output(capsys, "--format", form))


def test_tokens_in_colours_look_as_they_did(
    capsys: pytest.CaptureFixture[str], golden: Callable[[str, str], None]
) -> None:
    golden("explain/odd.colours", output(capsys, "--color", "always").replace("\x1b", "<esc>"))


def test_only_colours_steer_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    shown = re.sub(r"\x1b\[[0-9;]*m", "", output(capsys, "--color", "always"))
    assert all(char == "\n" or char.isprintable() for char in shown)
    assert "\x1b" not in output(capsys, "--color", "never")


@pytest.mark.parametrize(
    ("terminal", "no_color", "colours"),
    [(True, "", True), (True, "1", False), (False, "", False)],
)
def test_colours_are_for_terminals(
    terminal: bool,  # noqa: FBT001
    no_color: str,
    colours: bool,  # noqa: FBT001
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("NO_COLOR", no_color)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal)
    assert ("\x1b[" in output(capsys)) is colours


def test_tokens_in_json_are_all_of_the_text(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(output(capsys, "--format", "json", "--model", "gpt-4o"))["explanation"]
    raw = bytes.fromhex("".join(token["hex"] for token in found["tokens"]))
    assert raw == TEXT.encode()


def test_empty_text_has_no_tokens(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "odd.md").write_bytes(b"")
    assert output(capsys).startswith("odd.md: 0 tokens by qwen\n")
