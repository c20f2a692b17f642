"""A file as text, with its places: rows, columns, and how to write it back."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate
from typing import Final

MAX_BYTES: Final = 32 << 20
"""Of a file that is one document; a batch file is read line by line and may be longer."""

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NEWLINE: Final = re.compile(r"\r\n|\n|\r")


class Source:
    """A file: its path as it is named in findings, and its text, line endings kept."""

    def __init__(self, path: str, text: str, *, encoding: str = "utf-8", mark: bytes = b"") -> None:
        self.path = path
        self.text = text
        self.encoding = encoding
        self.mark = mark

    @cached_property
    def starts(self) -> list[int]:
        """Give where each line starts."""
        if "\r" not in self.text:
            sizes = (len(line) + 1 for line in self.text.split("\n"))
            return [*accumulate(sizes, initial=0)][:-1]
        return [0, *(found.end() for found in _NEWLINE.finditer(self.text))]

    def place(self, offset: int) -> tuple[int, int]:
        r"""Give the row and column of a character, from one.

        >>> Source("a.md", "ab\r\ncd").place(4)
        (2, 1)
        """
        if not offset:
            return 1, 1
        row = bisect_right(self.starts, offset)
        return row, offset - self.starts[row - 1] + 1

    def line(self, row: int) -> str:
        r"""Give a line without its ending.

        >>> Source("a.md", "ab\r\ncd").line(1)
        'ab'
        """
        start = self.starts[row - 1]
        end = self.starts[row] if row < len(self.starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")

    def encode(self, text: str) -> bytes:
        """Write a changed text as the file was: its encoding and its byte order mark."""
        return self.mark + text.encode(self.encoding)


def decode(path: str, raw: bytes) -> Source | str:
    r"""Read a file's bytes as text, or say why that cannot be.

    >>> decode("a.md", b"\xff\xfea\0").text
    'a'
    >>> decode("a.md", b"\x89PNG\r\n\x1a\n\0")
    'a binary file, not text'
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            try:
                text = raw[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                return f"not valid {encoding.upper()} at byte {error.start + len(mark)}"
            return Source(path, text, encoding=encoding, mark=mark)
    if b"\0" in raw:
        return "a binary file, not text"
    try:
        return Source(path, raw.decode())
    except UnicodeDecodeError as error:
        row = raw.count(b"\n", 0, error.start) + 1
        column = error.start - raw.rfind(b"\n", 0, error.start)
        return f"not UTF-8: byte 0x{raw[error.start]:02x} at {row}:{column}"
