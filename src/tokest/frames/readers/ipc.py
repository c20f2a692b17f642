"""Arrow's own files and streams, by record batches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO, Final

import numpy as np
import pyarrow as pa
from pyarrow import ipc

from tokest.frames.files import open_file
from tokest.frames.readers.parts import Bad, Part, Rows, Source, why
from tokest.frames.requests import is_nested as nested_type

if TYPE_CHECKING:
    from collections.abc import Iterator

SUFFIXES: Final = (".arrow", ".feather", ".ipc", ".arrows")
PLACE: Final = "row"

_BYTES: Final = {
    pa.string(): pa.binary(),
    pa.large_string(): pa.large_binary(),
    pa.string_view(): pa.binary_view(),
}


def columns(source: Source) -> list[str]:
    """Name the columns."""
    with open_file(source.path) as file:
        return list(_open(file).schema.names)


def is_nested(source: Source, column: str) -> bool:
    """Say whether a column holds lists or structs."""
    with open_file(source.path) as file:
        return nested_type(_open(file).schema.field(column).type)


def _open(file: BinaryIO) -> Any:  # noqa: ANN401  # a reader of either kind
    magic = file.read(6)
    file.seek(0)
    try:
        return ipc.open_file(file) if magic == b"ARROW1" else ipc.open_stream(file)
    except pa.ArrowException as error:  # of any kind: types that there are not, keys, indices
        raise OSError(why(error)) from None


def parts(source: Source, column: str, most: int) -> list[Part]:  # noqa: ARG001  # protocol
    """Cut a file at its batches; a stream cannot be."""
    with open_file(source.path) as file:
        opened = _open(file)
        count = getattr(opened, "num_record_batches", 0)
    if not count:
        return [Part(source=source, start=0, stop=None, size=source.size)]
    step = max(1, most * count // max(source.size, 1))
    size = source.size // count
    return [
        Part(source=source, start=start, stop=stop, size=size * (stop - start))
        for start in range(0, count, step)
        for stop in [min(start + step, count)]
    ]


def read(part: Part, column: str, *, whole: bool) -> Iterator[Rows | Bad]:
    """Read batches one by one."""
    place = 0
    with open_file(part.source.path) as file:
        opened = _open(file)
        try:
            for number, batch in enumerate(_batches(opened)):
                if number >= part.start and (part.stop is None or number < part.stop):
                    for array in batch.columns if whole else [batch.column(column)]:
                        _check(array)
                    places = np.arange(place, place + len(batch))
                    yield Rows(batch.column(column), places, whole=batch if whole else None)
                place += len(batch)
                if part.stop is not None and number + 1 >= part.stop:
                    return
        except (MemoryError, OSError, pa.ArrowException) as error:
            yield Bad(f"row {place}", f"cannot be read from here: {why(error)}")


def _check(array: Any) -> None:  # noqa: ANN401
    """Check where values begin and end: Arrow trusts a file, and would read beyond its memory."""
    kind = _BYTES.get(array.type)  # whether texts are UTF-8 is told row by row
    (array.view(kind) if kind else array).validate(full=True)


def _batches(opened: Any) -> Iterator[Any]:  # noqa: ANN401
    count = getattr(opened, "num_record_batches", None)
    if count is None:
        yield from opened
        return
    for number in range(count):
        yield opened.get_batch(number)
