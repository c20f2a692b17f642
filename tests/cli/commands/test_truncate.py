from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tokest.cli.main import run
from tokest.tokens.estimate import count

if TYPE_CHECKING:
    from collections.abc import Callable

PROMPTS = Path(__file__).parents[3] / "examples" / "prompts"


@pytest.mark.parametrize("side", ["end", "start", "middle"])
def test_what_is_left_looks_as_it_did(
    side: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    golden: Callable[[str, str], None],
) -> None:
    monkeypatch.chdir(PROMPTS)
    args = ["--max-tokens", "60", "--side", side, "--marker", "\n[...]\n"]
    assert run(["truncate", "chinese-rag.md", *args]) == 0
    found = capsys.readouterr()
    assert count(found.out, "qwen-plus") <= 60
    golden(f"truncate/{side}.txt", found.out)
    golden(f"truncate/{side}.note.txt", found.err)


def test_text_that_fits_is_written_byte_for_byte(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    raw = "\ufeffa\r\nb\x1b[31m\x00\u202e é e\u0301\n\n".encode()
    (tmp_path / "odd.txt").write_bytes(raw)
    assert run(["truncate", str(tmp_path / "odd.txt"), "--max-tokens", "100"]) == 0
    assert capfdbinary.readouterr() == (raw, b"")


def test_a_terminal_is_not_steered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "odd.txt").write_bytes(b"a\tb\n\x1b[31mc\n")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert run(["truncate", str(tmp_path / "odd.txt"), "--max-tokens", "100"]) == 0
    assert capsys.readouterr().out == "a\tb\n\\x1b[31mc\n"
