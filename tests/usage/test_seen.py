from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from tokest.usage.seen import Doubles, once
from usage import month
from usage.files import reading, source
from usage.formats.test_openai import USAGE

ROWS = month.rows(month.calls(times=30))


def test_overlapping_exports_count_once_and_are_told() -> None:
    found = reading()
    files = [source("a.csv", month.bill(ROWS)), source("b.csv", month.bill(ROWS[5:9]))]
    kept = list(found.records(files))
    assert len(kept) == len(ROWS)
    assert (found.doubles.rows, found.doubles.changed, found.doubles.first) == (4, 0, "b.csv:2")
    assert found.doubles.amounts == {"CNY": sum(row.net for row in ROWS[5:9])}
    assert found.notes()[0].startswith("4 rows were read before and left out, worth ")


def test_a_row_twice_in_one_file_counts_once() -> None:
    found = reading()
    assert len(list(found.records([source("a.csv", month.bill([*ROWS, ROWS[3]]))]))) == len(ROWS)


def test_an_id_with_other_amounts_is_told() -> None:
    again = replace(ROWS[0], discount=Decimal("0.001"))
    found = reading()
    list(found.records([source("a.csv", month.bill([*ROWS, again]))]))
    assert (found.doubles.rows, found.doubles.changed) == (1, 1)
    assert found.notes()[1] == "1 of them have other amounts than the row that was kept"


def test_rows_without_an_id_are_looked_for_in_other_files_only() -> None:
    twice = USAGE + USAGE.splitlines()[1] + "\n"
    found = reading()
    assert len(list(found.records([source("a.csv", twice)]))) == 12
    kept = list(found.records([source("a.csv", twice), source("b.csv", USAGE)]))
    assert (len(kept), found.doubles.rows) == (12, 6)


def test_nothing_doubled_says_nothing() -> None:
    doubles = Doubles()
    assert list(once([], doubles)) == []
    assert reading().notes() == ()
