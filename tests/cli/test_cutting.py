from __future__ import annotations

import io
import sys

import pytest

from tokest.cli.cutting import LONG, named, placed, progress, read_one
from tokest.errors import FileFormatError, InputError


class Terminal(io.StringIO):
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        return True


def test_the_default_model_stands_in_for_nothing_at_all() -> None:
    assert [named(None, None), named(None, "qwen"), named("gpt-4o", "qwen")] == [
        "qwen-plus",
        None,
        "gpt-4o",
    ]


def shown(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, count: int, size: int) -> str:
    monkeypatch.setattr(sys, "stderr", stream)
    assert list(progress(range(count), size)) == list(range(count))
    return stream.getvalue()


def test_long_work_shows_its_progress_to_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Counting" in shown(monkeypatch, Terminal(), 3, LONG)


def test_short_work_one_item_and_programs_see_no_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, Terminal(), 3, LONG - 1) == ""
    assert shown(monkeypatch, Terminal(), 1, LONG) == ""
    assert shown(monkeypatch, io.StringIO(), 3, LONG) == ""


def test_a_terminal_without_a_file_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal())
    with pytest.raises(InputError, match="FILE: name a file, or - to read standard input"):
        read_one("-")


def test_a_place_is_one_of_a_file_and_anything_else_stays() -> None:
    with pytest.raises(FileFormatError, match=r"a\.txt:2:3: is odd"), placed("a.txt"):
        raise InputError("line 2, column 3", "is odd")
    with pytest.raises(InputError, match="overlap: is odd"), placed("a.txt"):
        raise InputError("overlap", "is odd")
