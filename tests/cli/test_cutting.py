from __future__ import annotations

import io
import sys

import pytest

from tokest.cli.cutting import named, read_one
from tokest.errors import InputError


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
