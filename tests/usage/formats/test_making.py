from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tokest.errors import FileFormatError
from tokest.usage.formats.making import read_fields
from tokest.usage.tables import heading_of
from usage.files import source

if TYPE_CHECKING:
    from collections.abc import Iterator


def doubled(text: str) -> list[tuple[int, int]]:
    def read(line: int, field: dict[str, str]) -> Iterator[tuple[int, int]]:
        if not field["a"].isdigit():
            raise ValueError(field["a"])
        yield line, 2 * int(field["a"])

    heading = heading_of(text.encode(), "t.csv")
    assert heading is not None
    return list(read_fields(source("t.csv", text), heading, read))


def test_rows_are_read_by_the_names_of_their_columns() -> None:
    assert doubled("b,a\n1,2\n3,4\n") == [(2, 4), (3, 8)]


def test_of_columns_alike_the_first_is_read() -> None:
    assert doubled("a,x/a\n1,2\n") == [(2, 2)]


def test_what_is_no_number_is_named_with_its_row_and_column() -> None:
    with pytest.raises(FileFormatError) as error:
        doubled("b,a\n1,2\nx,y\n")
    what = "t.csv:3: cannot be read as a number or a time: 'y', in the column a"
    assert error.value.problems == (what,)
