from __future__ import annotations

import sys
from io import BufferedReader, StringIO
from typing import TYPE_CHECKING

import pytest

from tokest.cli import progress as module
from tokest.cli.progress import Line, WatchedFile, progress, share, through

if TYPE_CHECKING:
    from pathlib import Path


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def facing_a_terminal(monkeypatch: pytest.MonkeyPatch, patience: float = -1.0) -> Terminal:
    """Put a terminal in place of stderr; what a fixture puts there, pytest takes away again."""
    found = Terminal()
    monkeypatch.setattr(sys, "stderr", found)
    monkeypatch.setattr(module, "PATIENCE", patience)
    return found


def test_long_work_shows_how_far_it_is_and_wipes_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = facing_a_terminal(monkeypatch)
    with progress("Reading", 100) as show:
        show(50)
        show(100)
    assert "Reading [############            ]  50 %" in terminal.getvalue()
    assert terminal.getvalue().endswith(" \r")


def failing() -> None:
    with progress("Reading", 100) as show:
        show(50)
        raise EOFError


def test_work_that_fails_leaves_no_line(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = facing_a_terminal(monkeypatch)
    with pytest.raises(EOFError):
        failing()
    assert terminal.getvalue().endswith(" \r")


def test_items_come_through_with_their_number(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = facing_a_terminal(monkeypatch)
    assert list(through("Counting", [1, 2, 3])) == [1, 2, 3]
    assert "Counting [" in terminal.getvalue()


def test_short_work_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = facing_a_terminal(monkeypatch, 60.0)
    with progress("Reading", 100) as show:
        show(50)
    assert terminal.getvalue() == ""


def test_work_of_unknown_size_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = facing_a_terminal(monkeypatch)
    with progress("Reading", None) as show:
        show(100)
    assert terminal.getvalue() == ""


def test_nothing_is_shown_away_from_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", -1.0)
    stream = StringIO()
    Line(stream).tell(1, 2, str)
    assert stream.getvalue() == ""


def test_the_line_changes_slowly() -> None:
    times = iter([0.0, 0.5, 1.1, 1.2, 2.0])
    terminal = Terminal()
    line = Line(terminal, lambda: next(times))
    for done in (1, 2, 3, 9):
        line.tell(done, 9, lambda seconds: f"{seconds:.1f} s")
    assert terminal.getvalue() == "\r1.1 s\r     \r"


def test_a_share_says_how_long_still() -> None:
    assert share(0, 100, 5).endswith("  0 %  0:00 left")
    assert share(0, 0, 5).endswith("100 %  0:00 left")
    assert share(1, 10_000, 1).endswith("2:46:39 left")


def test_a_file_shows_how_far_it_is_read_and_reads_as_any(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "bill.csv"
    file.write_bytes(bytes(range(256)) * 100)
    terminal = facing_a_terminal(monkeypatch)
    with BufferedReader(WatchedFile(str(file)), 16) as stream:
        assert stream.read(12_800) == file.read_bytes()[:12_800]
        assert "  50 % " in terminal.getvalue()
        stream.seek(0)
        assert stream.read() == file.read_bytes()
    assert f"Reading {file} [" in terminal.getvalue()
    assert terminal.getvalue().endswith(" \r")
