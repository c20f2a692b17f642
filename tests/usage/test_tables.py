from __future__ import annotations

import csv

import pytest

from tokest.errors import FileFormatError
from tokest.usage.tables import heading_of, rows_of, wanted
from usage.files import source


def rows(text: str) -> list[tuple[int, list[str]]]:
    heading = heading_of(text.encode(), "a.csv")
    assert heading is not None
    return list(rows_of(source("a.csv", text), heading))


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_delimiter_is_read_off_the_heading(mark: str) -> None:
    assert rows(f"a{mark}b\n1{mark}2\n") == [(2, ["1", "2"])]


def test_quotes_hold_delimiters_and_lines() -> None:
    assert rows('a,b\n"1,\n2",3\n4,5\n') == [(3, ["1,\n2", "3"]), (4, ["4", "5"])]


def test_blank_lines_are_passed_over() -> None:
    assert rows("\n\na,b\n\n1,2\n,\n\n") == [(5, ["1", "2"]), (6, ["", ""])]


@pytest.mark.parametrize("above", [" \n", ",,\n", "sep=,\n", "\ufeff\n"])
def test_what_stands_above_a_heading_is_passed_over(above: str) -> None:
    assert rows(f"{above}a,b\n1,2\n") == [(3, ["1", "2"])]


def test_json_is_no_table() -> None:
    assert heading_of(b'{"a": 1}', "a") is None
    assert heading_of(b"", "a") is None


def test_a_field_without_end_is_refused() -> None:
    with pytest.raises(FileFormatError, match=r"a.csv:\d+: field larger than field limit"):
        rows('a,b\n1,"' + "x\n" * 100_000)


def test_a_column_that_must_be_there_is_named() -> None:
    heading = heading_of(b"model,usage\n", "a")
    assert heading is not None
    assert wanted(heading, "usage", "a") == 1
    with pytest.raises(FileFormatError, match=r"a:1: no column 'usgae' \(there are: usage\)"):
        wanted(heading, "usgae", "a")


def test_a_heading_that_no_table_has_is_none() -> None:
    limit = csv.field_size_limit(10)
    try:
        assert heading_of(b"x" * 50, "a") is None
    finally:
        csv.field_size_limit(limit)
