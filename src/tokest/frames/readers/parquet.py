"""Parquet files, by row groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO, Final

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from tokest.frames.files import open_file
from tokest.frames.readers.parts import Bad, Part, Rows, Source, why
from tokest.frames.requests import is_nested as nested_type

if TYPE_CHECKING:
    from collections.abc import Iterator

SUFFIXES: Final = (".parquet", ".pq")
PLACE: Final = "row"

BATCH: Final = 8 << 20
"""Bytes of a batch, as far as the file says how large its texts are."""

ROWS: Final = 8192
"""Rows of a batch at most."""


def columns(source: Source) -> list[str]:
    """Name the columns."""
    with open_file(source.path) as file:
        return list(_open(file).schema_arrow.names)


def is_nested(source: Source, column: str) -> bool:
    """Say whether a column holds lists or structs."""
    with open_file(source.path) as file:
        return nested_type(_open(file).schema_arrow.field(column).type)


def _open(file: BinaryIO) -> Any:  # noqa: ANN401  # a parquet.ParquetFile
    try:
        opened = parquet.ParquetFile(file)
        _ = opened.schema_arrow  # of types that there are not
    except pa.ArrowException as error:
        raise OSError(why(error)) from None
    return opened


def parts(source: Source, column: str, most: int) -> list[Part]:
    """Gather row groups up to a size of the column unpacked."""
    with open_file(source.path) as file:
        metadata = _open(file).metadata
    sizes = [_column_size(metadata.row_group(i), column) for i in range(metadata.num_row_groups)]
    found: list[Part] = []
    start, size = 0, 0
    for group, one in enumerate(sizes):
        if size and size + one > most:
            found.append(Part(source=source, start=start, stop=group, size=size))
            start, size = group, 0
        size += one
    if start < len(sizes):
        found.append(Part(source=source, start=start, stop=len(sizes), size=size))
    return found


def _column_size(group: Any, column: str) -> int:  # noqa: ANN401
    """Give the bytes of a column of a row group."""
    chunks = [group.column(i) for i in range(group.num_columns)]
    own = [chunk for chunk in chunks if chunk.path_in_schema.split(".")[0] == column]
    return sum(chunk.total_uncompressed_size for chunk in own or chunks)


def read(part: Part, column: str, *, whole: bool) -> Iterator[Rows | Bad]:
    """Read row groups one by one; one that is broken does not keep others from being read."""
    wanted = None if whole else [column]
    with open_file(part.source.path) as file:
        opened = _open(file)
        metadata = opened.metadata
        rows = [metadata.row_group(i).num_rows for i in range(metadata.num_row_groups)]
        for group in range(part.start, len(rows) if part.stop is None else part.stop):
            size = _column_size(metadata.row_group(group), column)
            most = max(1, min(ROWS, BATCH * rows[group] // max(size, 1)))
            place = sum(rows[:group])
            try:
                batches = opened.iter_batches(most, [group], wanted, use_threads=False)
                for batch in batches:
                    places = np.arange(place, place + len(batch))
                    kept = batch if whole else None
                    yield Rows(batch.column(column), places, whole=kept)
                    place += len(batch)
            except (MemoryError, OSError, pa.ArrowException) as error:
                yield Bad(f"row group {group}, row {place}", f"cannot be read: {why(error)}")
