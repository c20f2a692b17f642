"""Plain text: each file is one row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from tokest.frames.files import open_unpacked
from tokest.frames.readers.parts import Bad, Part, Rows, Source

if TYPE_CHECKING:
    from collections.abc import Iterator

SUFFIXES: Final = (".txt", ".md", ".text", ".prompt")
PLACE: Final = "row"


def columns(source: Source) -> None:  # protocol
    """Text has no columns."""


def is_nested(source: Source, column: str) -> bool:  # noqa: ARG001  # protocol
    """Give False: there is nothing but text."""
    return False


def parts(source: Source, column: str, most: int) -> list[Part]:  # noqa: ARG001  # protocol
    """Take a file whole."""
    return [Part(source=source, start=0, stop=None, size=source.size)]


def read(part: Part, column: str, *, whole: bool) -> Iterator[Rows | Bad]:
    """Read the file."""
    try:
        with open_unpacked(part.source) as file:
            text = file.read()
    except OSError as error:
        yield Bad("the file", f"cannot be read: {error}")
        return
    array = pa.array([text], pa.large_binary())
    table = {"path": [part.source.path], column: array} if whole else None
    kept = None if table is None else pa.record_batch(table)
    yield Rows(array, np.zeros(1, np.int64), whole=kept)
