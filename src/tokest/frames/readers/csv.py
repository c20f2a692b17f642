"""Comma- and tab-separated values, with a line of names first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
from pyarrow import csv

from tokest.frames.files import open_unpacked
from tokest.frames.readers.parts import Bad, Part, Rows, Source

if TYPE_CHECKING:
    from collections.abc import Iterator

SUFFIXES: Final = (".csv", ".tsv")
PLACE: Final = "row"

BLOCK: Final = 1 << 24
"""Bytes parsed at a time; a row is no longer."""

TOO_LONG: Final = f"a row is longer than {BLOCK:,} bytes; it and what follows is left out"


def columns(source: Source) -> list[str]:
    """Name the columns."""
    try:
        with open_unpacked(source) as file:
            return list(_open(file, source, None, []).schema.names)
    except pa.ArrowInvalid:  # an empty file; what else is wrong is said when it is read
        return []


def is_nested(source: Source, column: str) -> bool:  # noqa: ARG001  # protocol
    """Give False: there is nothing but text."""
    return False


def parts(source: Source, column: str, most: int) -> list[Part]:  # noqa: ARG001  # protocol
    """Take a file as one part, since a line may end inside a value."""
    return [Part(source=source, start=0, stop=None, size=source.size)] if source.size else []


def read(part: Part, column: str, *, whole: bool) -> Iterator[Rows | Bad]:
    """Read a file from its start; lines with too many or too few values are told and left out."""
    place = 0
    bad: list[Bad] = []
    try:
        with open_unpacked(part.source) as file:
            for batch in _open(file, part.source, None if whole else column, bad):
                places = np.arange(place, place + len(batch))
                yield Rows(batch.column(column), places, whole=batch if whole else None)
                place += len(batch)
                yield from bad
                bad.clear()
    except (OSError, pa.ArrowException) as error:
        straddles = "straddling" in str(error)  # as Arrow says it
        what = TOO_LONG if straddles else f"cannot be read from here: {error}"
        yield Bad(f"row {place}", what)
    yield from bad


def _open(file: Any, source: Source, column: str | None, bad: list[Bad]) -> Any:  # noqa: ANN401
    def leave_out(row: Any) -> str:  # noqa: ANN401
        what = f"{row.actual_columns} values where {row.expected_columns} are expected"
        bad.append(Bad(f"line {row.number}" if row.number else "a line", what))
        return "skip"

    tabs = ".tsv" in source.path.lower()
    return csv.open_csv(
        file,
        read_options=csv.ReadOptions(use_threads=False, block_size=BLOCK),
        parse_options=csv.ParseOptions(
            delimiter="\t" if tabs else ",",
            newlines_in_values=True,
            invalid_row_handler=leave_out,
        ),
        convert_options=csv.ConvertOptions(
            check_utf8=False,
            include_columns=None if column is None else [column],
            column_types=None if column is None else {column: pa.string()},
        ),
    )
