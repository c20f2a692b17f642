from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pandas as pd
import polars as pl
import pyarrow as pa

from tokest.render.html import table_html
from tokest.render.shown import Shown
from tokest.render.table import Cell, Column, Table

COLUMNS = (Column("name"), Column("tokens", "count"), Column("cost", "amount"), Column("day"))
ROWS: tuple[tuple[Cell, ...], ...] = (
    ("a<b>", 3, Decimal("0.1"), date(2026, 11, 1)),
    ("中", None, None, None),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Value(Shown):
    rows: tuple[tuple[Cell, ...], ...] = ROWS

    def table(self) -> Table:
        return Table(columns=COLUMNS, rows=self.rows, title="Costs", notes=("a note",))


def test_rows_leave_as_they_are() -> None:
    assert Value().to_dicts() == [
        {"name": "a<b>", "tokens": 3, "cost": Decimal("0.1"), "day": date(2026, 11, 1)},
        {"name": "中", "tokens": None, "cost": None, "day": None},
    ]


def test_frames_have_the_rows_and_fixed_types() -> None:
    kinds = [pa.string(), pa.int64(), pa.float64(), pa.date32()]
    assert Value().to_arrow().schema.types == kinds
    assert Value(rows=()).to_arrow().schema.types == [*kinds[:3], pa.string()]
    assert Value().to_polars().rows() == [("a<b>", 3, 0.1, date(2026, 11, 1)), ("中", *[None] * 3)]
    frame = Value().to_pandas()
    assert isinstance(frame, pd.DataFrame)
    assert list(frame["name"]) == ["a<b>", "中"]


def test_other_libraries_read_the_stream() -> None:
    assert pl.DataFrame(Value()).shape == (2, 4)
    assert pa.table(Value()).num_rows == 2


def test_a_notebook_shows_text_and_html() -> None:
    found = Value()._repr_mimebundle_()  # what notebooks call
    assert found["text/html"] == table_html(Value().table())
    assert "<style" not in found["text/html"]
    assert found["text/plain"].startswith("Costs\n")
    assert list(Value()._repr_mimebundle_(include={"text/plain"})) == ["text/plain"]
    assert list(Value()._repr_mimebundle_(exclude={"text/plain"})) == ["text/html"]


def test_markdown_has_the_title_and_the_notes() -> None:
    assert Value().to_markdown().splitlines() == [
        "**Costs**",
        "",
        "| name | tokens | cost | day |",
        "| --- | ---: | ---: | --- |",
        "| a\\<b\\> | 3 | 0.1000 | 2026-11-01 |",
        "| 中 | - | - | - |",
        "",
        "- a note",
    ]
