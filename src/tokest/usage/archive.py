"""ZIP archives of exports, read without unpacking them to disk."""

from __future__ import annotations

import struct
import zipfile
import zlib
from functools import partial
from io import BufferedReader, RawIOBase
from lzma import LZMAError
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, BinaryIO, Final

from tokest.errors import FileFormatError
from tokest.usage.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _typeshed import WriteableBuffer

MAGIC: Final = b"PK\x03\x04"
EMPTY: Final = b"PK\x05\x06"

MOST_MEMBERS: Final = 1_000
MOST_BYTES: Final = 1 << 33
"""Unpacked bytes of all members."""

MOST_RATIO: Final = 200
"""Text packs 5 to 50 times; more is a bomb."""

SMALL: Final = 1 << 20
"""A member up to this size may pack as well as it likes."""

DAMAGE: Final = (
    zipfile.BadZipFile, zlib.error, LZMAError, struct.error, EOFError, NotImplementedError,
    RuntimeError, ValueError, LookupError,
)  # fmt: skip
"""What `zipfile` raises where an archive is damaged."""

_TEXT: Final = frozenset({".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson"})


def is_archive(head: bytes) -> bool:
    r"""Tell a ZIP by its first bytes.

    >>> is_archive(b"PK\x03\x04..."), is_archive(b"user_id,start_time_iso")
    (True, False)
    """
    return head.startswith((MAGIC, EMPTY))


def members_of(source: Source) -> Iterator[Source]:
    """Give the texts inside an archive, named ``archive/member``.

    Raises
    ------
    FileFormatError
        for an archive that is truncated, encrypted, a bomb, or has names that leave it.
    """
    try:
        with source.open() as stream, zipfile.ZipFile(stream) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
    except (*DAMAGE, OSError) as error:
        raise _problem(source, f"is no whole ZIP archive: {error}") from None
    _check(source, infos)
    for info in infos:
        if PurePosixPath(info.filename).suffix.lower() in _TEXT:
            name = f"{source.name}/{info.filename}"
            yield Source(name=name, open=partial(_open, source, info.filename))


def _check(source: Source, infos: list[zipfile.ZipInfo]) -> None:
    if len(infos) > MOST_MEMBERS:
        raise _problem(source, f"has {len(infos):,} members, more than {MOST_MEMBERS:,}")
    total = sum(info.file_size for info in infos)
    if total > MOST_BYTES:
        raise _problem(source, f"unpacks to {total:,} bytes, more than {MOST_BYTES:,}")
    for info in infos:
        path = PurePosixPath(info.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
            raise _problem(source, f"member {info.filename!r} points outside the archive")
        if info.flag_bits & 1:
            raise _problem(source, f"member {info.filename!r} is encrypted")
        ratio = info.file_size // max(info.compress_size, 1)
        if info.file_size > SMALL and ratio > MOST_RATIO:
            raise _problem(source, f"member {info.filename!r} packs {ratio:,} to 1, as bombs do")


def _open(source: Source, name: str) -> BinaryIO:
    try:
        archive = zipfile.ZipFile(source.open())  # closed with the member
        return BufferedReader(_Member(archive, name))
    except DAMAGE as error:
        raise OSError(str(error)) from None


class _Member(RawIOBase):
    """A member as a stream that closes its archive; damage is an ``OSError`` where it is met.

    `zipfile` gives no more bytes than the directory of the archive says, so that the sizes
    checked before hold.
    """

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        super().__init__()
        self._archive = archive
        self._member = archive.open(name)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        try:
            chunk = self._member.read(len(view))
        except DAMAGE as error:
            raise OSError(str(error)) from None
        view[: len(chunk)] = chunk
        return len(chunk)

    def close(self) -> None:
        self._member.close()
        if self._archive.fp is not None:
            self._archive.fp.close()
        self._archive.close()
        super().close()


def _problem(source: Source, what: str) -> FileFormatError:
    return FileFormatError((f"{source.name}: {what}",))
