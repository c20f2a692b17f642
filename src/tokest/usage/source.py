"""Files that are read as a stream: their encoding found, their lines bounded."""

from __future__ import annotations

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from dataclasses import dataclass
from io import TextIOWrapper
from typing import TYPE_CHECKING, BinaryIO, Final

from tokest.errors import FileFormatError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HEAD: Final = 1 << 16
"""Bytes that an encoding and a format are recognised by."""

MOST_CHARACTERS: Final = 1 << 26
"""The longest line: a response with its base64 images has tens of megabytes."""


PACKED: Final = {b"\x1f\x8b": "gzip", b"\x28\xb5\x2f\xfd": "zstd", b"\xfd7zXZ": "xz"}
"""How packed files begin: RFC 1952 section 2.3.1, RFC 8878 section 3.1.1, and
https://tukaani.org/xz/xz-file-format.txt section 2.1.1.1 (2026-11-25)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file by the name that messages use; ``open`` starts reading it from its beginning."""

    name: str
    open: Callable[[], BinaryIO]

    def head(self) -> bytes:
        """Read its first bytes.

        Raises
        ------
        FileFormatError
            for a file that is damaged where it begins.
        """
        try:
            with self.open() as stream:
                return stream.read(HEAD)
        except OSError as error:
            raise FileFormatError((f"{self.name}: cannot be read: {error}",)) from None


def encoding_of(head: bytes, name: str) -> str:
    r"""Find the encoding of a text by its first bytes: UTF-8, UTF-16 or GB18030.

    >>> encoding_of("用量".encode("gb18030"), "a.csv"), encoding_of(b"\xef\xbb\xbfa", "a.csv")
    ('gb18030', 'utf-8-sig')
    """
    packed = next((by for magic, by in PACKED.items() if head.startswith(magic)), None)
    if packed is not None:
        raise FileFormatError((f"{name}: is packed by {packed}: unpack it first",))
    if head.startswith(BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "utf-16"
    even, odd = head[::2].count(0), head[1::2].count(0)
    if len(head) >= 4 and max(even, odd) > len(head) // 8:  # noqa: PLR2004  # two characters
        return "utf-16-le" if odd > even else "utf-16-be"
    for encoding in ("utf-8", "gb18030"):
        try:
            getincrementaldecoder(encoding)().decode(head)
        except UnicodeDecodeError:
            continue
        return encoding
    raise FileFormatError((f"{name}:1: is neither UTF-8, UTF-16 nor GB18030 text",))


def lines_of(source: Source, head: bytes) -> Iterator[str]:
    """Give the lines of a text, each with its end.

    Raises
    ------
    FileFormatError
        for bytes that are not of its encoding, and for a line of absurd length.
    """
    encoding = encoding_of(head, source.name)
    number = 0
    with source.open() as stream, TextIOWrapper(stream, encoding, newline="") as text:
        try:
            while line := text.readline(MOST_CHARACTERS):
                number += 1
                if len(line) == MOST_CHARACTERS:
                    raise _problem(source, number, f"longer than {MOST_CHARACTERS:,} characters")
                yield line
        except UnicodeDecodeError as error:
            byte = f"byte {error.object[error.start]:#04x}"
            what = f"{byte} is not {encoding} text, as the file began; convert it first"
            raise _problem(source, number + 1, what) from None
        except (EOFError, OSError) as error:
            raise _problem(source, number + 1, f"breaks off: {error}") from None


def _problem(source: Source, line: int, what: str) -> FileFormatError:
    return FileFormatError((f"{source.name}:{line}: {what}",))
