"""A file that is base64 text, decoded where it is read: the head of 50 MB costs a few KB."""

from __future__ import annotations

from binascii import Error, a2b_base64
from io import SEEK_CUR, SEEK_END, SEEK_SET, RawIOBase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

QUAD, TRIPLE = 4, 3


class BrokenBase64Error(Exception):
    """A text is no base64. No `OSError`, so that no reader takes it for the end of a file."""


class Base64File(RawIOBase):
    """The bytes that a base64 text stands for, from `start` on; the text is not copied.

    >>> file = Base64File("SGVsbG8gV29ybGQ=")
    >>> file.seek(6), file.read(5)
    (6, b'World')
    """

    def __init__(self, text: str, start: int = 0) -> None:
        super().__init__()
        if any(blank in text for blank in " \r\n\t"):  # lines, as mail has them
            text, start = "".join(text[start:].split()), 0
        self._text = text
        self._start = start
        length = len(text) - start
        padding = text.count("=", max(start, len(text) - TRIPLE))
        if length % QUAD or padding >= TRIPLE:
            raise BrokenBase64Error
        self._size = length // QUAD * TRIPLE - padding
        self._at = 0

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def seekable(self) -> bool:
        """Say that it can be read anywhere."""
        return True

    def seek(self, offset: int, whence: int = SEEK_SET) -> int:
        """Go to a place, as in any file."""
        base = {SEEK_SET: 0, SEEK_CUR: self._at, SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def tell(self) -> int:
        """Say where the next byte is read."""
        return self._at

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Decode as much as the buffer holds."""
        view = memoryview(buffer)
        start, end = self._at, min(self._at + len(view), self._size)
        if start >= end:
            return 0
        first, last = start // TRIPLE * QUAD, -(-end // TRIPLE) * QUAD
        quads = self._text[self._start + first : self._start + last]
        try:
            raw = a2b_base64(quads.encode("ascii"), strict_mode=True)
        except (Error, UnicodeEncodeError):
            raise BrokenBase64Error from None
        skip = start % TRIPLE
        taken = raw[skip : skip + end - start]
        view[: len(taken)] = taken
        self._at += len(taken)
        return len(taken)
