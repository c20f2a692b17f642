from __future__ import annotations

import io
import sys

import pytest

from tokest.cli.cutting import named, placed, read_one
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


def test_a_terminal_without_a_file_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal())
    with pytest.raises(InputError, match="FILE: name a file, or - to read standard input"):
        read_one("-")


def test_a_place_is_one_of_a_file_and_anything_else_stays() -> None:
    with pytest.raises(FileFormatError, match=r"a\.txt:2:3: is odd"), placed("a.txt"):
        raise InputError("line 2, column 3", "is odd")
    with pytest.raises(InputError, match="overlap: is odd"), placed("a.txt"):
        raise InputError("overlap", "is odd")
