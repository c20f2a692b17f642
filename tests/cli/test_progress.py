from __future__ import annotations

import sys
from io import StringIO
from typing import TYPE_CHECKING

from tokest.cli import progress as module
from tokest.cli.progress import progress

if TYPE_CHECKING:
    import pytest


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def facing_a_terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Put a terminal in place of stderr; what a fixture puts there, pytest takes away again."""
    found = Terminal()
    monkeypatch.setattr(sys, "stderr", found)
    return found


def test_long_work_shows_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = facing_a_terminal(monkeypatch)
    monkeypatch.setattr(module, "PATIENCE", -1.0)
    with progress("Reading", 100) as show:
        show(50)
        show(100)
    assert "Reading" in terminal.getvalue()
    assert "100%" in terminal.getvalue()


def test_short_work_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = facing_a_terminal(monkeypatch)
    with progress("Reading", 100) as show:
        show(100)
    assert terminal.getvalue() == ""


def test_work_of_unknown_size_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = facing_a_terminal(monkeypatch)
    monkeypatch.setattr(module, "PATIENCE", -1.0)
    with progress("Reading", None) as show:
        show(100)
    assert terminal.getvalue() == ""


def test_nothing_is_shown_away_from_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with progress("Reading", 100) as show:
        show(100)
    assert capsys.readouterr().err == ""
