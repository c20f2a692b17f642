"""What readers give: parts of files, and rows of parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray


ROW: Final = ""
"""In place of a column: the whole line, which is JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file that is scanned: where it is, what it is and how large.

    `inside` is its path inside of the folder that was named, by which a copy is named too.
    """

    path: str
    format: str
    size: int
    compression: str | None = None
    inside: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a file that is read by itself, from `start` to `stop` (``None``: its end).

    These are bytes of lines, and row groups or batches of columns. `size` is what it has of the
    whole; sizes of all parts of all files of one format are alike.
    """

    source: Source
    start: int
    stop: int | None
    size: int


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Some rows: an Arrow array of texts, where each row is, and errors of rows by number.

    A place is the row's number in the file, from 0, or its first byte; see `Reader.PLACE`. `ends`
    are the bytes after rows whose places are bytes, and `whole` holds all of the rows, for a copy.
    """

    array: Any
    places: NDArray[np.int64]
    errors: dict[int, str] | None = None
    ends: Any = None
    whole: Any = None


@dataclass(frozen=True, slots=True)
class Bad:
    """What could not be read, and where."""

    where: str
    what: str


def why(error: BaseException) -> str:
    """Say what an error says; one of memory has no words of its own.

    >>> why(OSError("no such file")), why(MemoryError())
    ('no such file', 'it asks for more memory than there is')
    """
    return str(error) or "it asks for more memory than there is"


class Reader(Protocol):
    """A module of this package."""

    SUFFIXES: tuple[str, ...]
    PLACE: str

    def columns(self, source: Source) -> list[str] | None:
        """Name the columns there are; ``None`` where there are none to name."""

    def is_nested(self, source: Source, column: str) -> bool:
        """Say whether a column holds messages or bodies of requests, as lists and structs."""

    def parts(self, source: Source, column: str, most: int) -> list[Part]:
        """Cut a file into parts of about so many bytes."""

    def read(self, part: Part, column: str, *, whole: bool) -> Iterator[Rows | Bad]:
        """Read the texts of a part, with the whole rows beside them where they are wanted."""
