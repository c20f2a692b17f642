from __future__ import annotations

import os
import pty
import re
import sys
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies import TEXT
from tokest.render.plain import visible, width
from tokest.render.screen import LONGEST, screen
from tokest.render.table import Column, Table

if TYPE_CHECKING:
    from collections.abc import Callable

COLOUR = re.compile(r"\x1b\[\d*m")
TABLE = Table(
    columns=(
        Column("model"),
        Column("provider", extra=True),
        Column("input tokens", "count"),
        Column("low", "count", extra=True),
        Column("high", "count", extra=True),
        Column("cost", "amount"),
        Column("remark", "remark"),
    ),
    rows=(
        ("qwen-max", "alibaba", 1_234_567, 1_200_000, 1_300_000, Decimal("0.5"), ""),
        ("中文模型-一个很长的名字", "b", 0, 0, 0, None, "does not fit: the input is too long"),
        ("<i>\x1b[31m", "c", 12, 11, 13, Decimal(12), None),
    ),
    title="A title",
    notes=("A note that has many words and so is wrapped where the screen ends",),
)


@pytest.mark.parametrize("columns", [40, 60, 80, 200])
def test_a_screen_looks_as_it_did(columns: int, golden: Callable[[str, str], None]) -> None:
    golden(f"screen/{columns}.txt", screen(TABLE, columns, colours=False))


@given(cells=st.lists(TEXT, min_size=1, max_size=3), columns=st.integers(1, 120))
def test_no_character_is_lost_and_no_line_too_long(cells: list[str], columns: int) -> None:
    table = Table(columns=(Column("c"),), rows=tuple((cell,) for cell in cells))
    lines = screen(table, columns, colours=False).splitlines()
    assert all(width(line) <= max(columns, LONGEST) for line in lines)
    shown = "".join("".join(lines[2:]).split())
    assert shown == "".join("".join(visible(cell).split()) for cell in cells)


def test_extra_columns_go_together_and_are_named() -> None:
    text = screen(TABLE, 80, colours=False)
    assert "narrow screen: without low, high" in " ".join(text.split())
    assert "1,234,567" in text
    assert "narrow" not in screen(TABLE, 200, colours=False)


def test_extra_columns_go_before_a_text_is_squeezed() -> None:
    columns = (Column("if"), Column("where", extra=True))
    table = Table(columns=columns, rows=(("its answers are as good", "in the place named here"),))
    assert "narrow" not in screen(table, 40, colours=False)
    text = screen(table, 24, colours=False)
    assert "its answers are as good\n" in text
    assert "narrow screen: without where" in " ".join(text.split())


def test_what_cannot_be_easy_still_fits() -> None:
    table = Table(columns=(Column("a"), Column("b")), rows=(("one two three", "four five six"),))
    lines = screen(table, 14, colours=False).splitlines()
    assert max(map(len, lines)) <= 14


def test_colours_change_no_character() -> None:
    plain, painted = (screen(TABLE, 80, colours=on) for on in (False, True))
    assert COLOUR.sub("", painted) == plain
    assert "\x1b[33mdoes" in painted  # a remark
    assert "\\x1b[31m" in painted  # what a cell says is shown, not obeyed


def test_an_empty_table_has_its_heading() -> None:
    assert screen(Table(columns=(Column("a b"),), rows=()), 80, colours=False) == "a b\n---\n"


def on_terminal(*args: str, **environment: str) -> str:
    """Run tokest before a terminal of 80 columns."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update({"COLUMNS": "80", "NO_COLOR": "", **environment})
        os.execv(sys.executable, [sys.executable, "-m", "tokest", *args])  # noqa: S606
    found = b""
    while True:
        try:
            chunk = os.read(terminal, 1 << 16)
        except OSError:  # the other side is closed
            break
        if not chunk:
            break
        found += chunk
    os.close(terminal)
    assert os.waitpid(pid, 0)[1] == 0
    return found.decode().replace("\r\n", "\n")


def test_a_comparison_fits_a_terminal(golden: Callable[[str, str], None]) -> None:
    args = [
        "compare",
        "examples/prompts/chinese-rag.md",
        "--requests",
        "1000",
        "--at",
        "2026-11-20",
    ]
    models = "qwen-max,claude-haiku-5-5,gpt-5.5"
    text = on_terminal(*args, "--models", models)
    assert all(width(COLOUR.sub("", line)) <= 80 for line in text.splitlines())
    assert COLOUR.search(text)
    plain = on_terminal(*args, "--models", models, NO_COLOR="1")
    assert COLOUR.sub("", text) == plain
    golden("screen/compare.txt", plain)


def test_a_word_of_any_length_is_broken_in_linear_time() -> None:
    columns = (Column("file"), Column("remark"))
    text = screen(Table(columns=columns, rows=(("x" * 300_000, "y"),)), 80, colours=False)
    assert text.count("x") == 300_000


def test_the_calm_remark_and_sums_have_colours_of_their_own() -> None:
    columns = (Column("budget"), Column("state", "remark", calm="kept"))
    rows = (("a", "kept"), ("b", "EXCEEDED"), ("all", "2"))
    drawn = screen(Table(columns=columns, rows=rows, sums=1), 80, colours=True)
    assert "\x1b[32mkept" in drawn
    assert "\x1b[33mEXCEEDED" in drawn
    assert "\x1b[1mall" in drawn
