"""Every format against golden files and against what comes back when it is parsed."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokest.render.formats import names, render
from tokest.render.table import Column, Report, Table

if TYPE_CHECKING:
    from collections.abc import Callable

TABLE = Table(
    columns=(Column("name"), Column("tokens", "count"), Column("cost", "amount"), Column("day")),
    rows=(
        ("plain.md", 1234567, Decimal("0.00048123"), date(2026, 11, 1)),
        ("中文.md", 0, Decimal("1234.5"), None),
        ('a|b,"c"<i>é*_`\n\x1b[31m', None, None, None),
        ("=1+1", -1, Decimal(0), date(2026, 1, 2)),
    ),
    title="Title with <b> & |",
    notes=("first note", "second\nnote"),
)
EMPTY = Table(columns=(Column("name"),), rows=())
REPORTS = {
    "full": Report(schema="t/v1", table=TABLE, data={"cost": Decimal("1E+2"), "x": (1, None, "é")}),
    "empty": Report(schema="t/v1", table=EMPTY, data={}),
}


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("case", REPORTS)
def test_a_format_looks_as_it_did(name: str, case: str, golden: Callable[[str, str], None]) -> None:
    golden(f"formats/{case}.{name}", render(REPORTS[case], name))


@given(cells=st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=4))
def test_csv_gives_back_every_character(cells: list[str]) -> None:
    table = Table(columns=tuple(Column(f"c{i}") for i in range(len(cells))), rows=(tuple(cells),))
    text = render(Report(schema="x", table=table, data={}), "csv")
    (_, found) = csv.reader(io.StringIO(text, newline=""))
    starts = ("=", "+", "-", "@", "\t", "\r")
    for cell, written in zip(cells, found, strict=True):
        number = re.fullmatch(r"[+-][0-9][0-9.,]*( ?%)?", cell)
        runs = cell.startswith(starts) and cell[1:] and number is None
        assert written == (f"'{cell}" if runs else cell)


@given(value=st.decimals(0, 10**9, places=9) | st.decimals(0, 10**40, places=40))
def test_json_loses_no_digit_of_money(value: Decimal) -> None:
    text = render(Report(schema="x", table=EMPTY, data={"cost": value}), "json")
    assert Decimal(json.loads(text)["cost"]) == value


@given(cell=st.text())
@pytest.mark.parametrize("name", ["text", "markdown"])
def test_a_cell_never_breaks_its_line(name: str, cell: str) -> None:
    table = Table(columns=(Column("c"),), rows=((cell,), ("last",)))
    lines = render(Report(schema="x", table=table, data={}), name).splitlines()
    assert len(lines) == 4
