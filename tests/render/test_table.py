from __future__ import annotations

from decimal import Decimal

from tokest.render.formats import render
from tokest.render.html import table_html
from tokest.render.screen import screen
from tokest.render.table import Column, Report, Table, for_people, part

TABLE = Table(
    columns=(Column("file"), Column("cost", "amount"), Column("remark", "remark")),
    rows=(("a.md", None, ""), ("b.md", Decimal(1), "")),
)


def test_a_column_in_which_nothing_is_said_is_for_programs_only() -> None:
    report = Report(schema="x", table=TABLE, data=None)
    for people in ("text", "markdown", "html"):
        assert "remark" not in render(report, people)
    assert "remark" not in screen(TABLE, 80, colours=False)
    assert "remark" not in table_html(TABLE)
    assert "remark" in render(report, "csv")


def test_what_is_unknown_is_said() -> None:
    assert part(TABLE, [1]).rows == ((None,), (Decimal(1),))
    unknown = Table(columns=(Column("cost", "amount"),), rows=((None,),))
    assert for_people(unknown) == unknown


def test_a_table_without_rows_keeps_its_columns() -> None:
    empty = Table(columns=TABLE.columns, rows=())
    assert for_people(empty) == empty
