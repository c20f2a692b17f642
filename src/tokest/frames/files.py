"""The files of a data set: paths, folders, globs and URLs."""

from __future__ import annotations

import glob
import gzip
import io
import os
import re
import zlib
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any, BinaryIO, Final, cast

from tokest.errors import InputError
from tokest.frames import readers
from tokest.frames.readers.parts import Reader, Source, why

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

COMPRESSED: Final = {".gz": "gzip", ".zst": "zstd"}


@dataclass(frozen=True, slots=True)
class _Named:
    """A file that a path names: by itself, or inside of a folder."""

    path: str
    size: int
    inside: str
    alone: bool = False


def formats() -> tuple[str, ...]:
    """List the formats that can be read.

    >>> formats()
    ('csv', 'ipc', 'jsonl', 'parquet', 'text')
    """
    names = (module.name for module in iter_modules(readers.__path__))
    return tuple(sorted(name for name in names if name != "parts"))


def reader(name: str) -> Reader:
    """Give the reader of a format."""
    return cast(Reader, import_module(f"{readers.__name__}.{name}"))


def find_sources(paths: Sequence[str], input_format: str | None = None) -> list[Source]:
    """Find the files that paths name, in order and each once.

    A folder stands for all files of known formats in it, however deep; hidden ones do not count.

    Raises
    ------
    InputError
        for a path that names nothing, or a file of no known format.
    """
    found: dict[str, Source] = {}
    for path in paths:
        named = _remote(path) if "://" in path else _local(path)
        for one in named:
            source = _source(one, input_format)
            if source is None and one.alone:
                known = ", ".join(formats())
                raise InputError(one.path, f"of no known format: say which, of {known}")
            if source is not None:
                found.setdefault(one.path, source)
    if not found:
        raise InputError(", ".join(paths) or "paths", "no file of a known format is there")
    return list(found.values())


def _source(file: _Named, input_format: str | None) -> Source | None:
    stem, suffix = os.path.splitext(file.path)  # noqa: PTH122  # also of URLs
    compression = COMPRESSED.get(suffix.lower())
    if compression:
        suffix = os.path.splitext(stem)[1]  # noqa: PTH122
    name = input_format or _by_suffix(suffix.lower())
    if name is None or (compression and name in {"parquet", "ipc"}):
        return None
    return Source(
        path=file.path, format=name, size=file.size, compression=compression, inside=file.inside
    )


def _by_suffix(suffix: str) -> str | None:
    return next((name for name in formats() if suffix in reader(name).SUFFIXES), None)


def _local(path: str) -> Iterator[_Named]:
    place = Path(path)
    if place.is_dir():
        files = sorted(p for p in place.rglob("*") if p.is_file() and not _hidden(p, place))
    elif place.exists():
        if not place.is_file():
            raise InputError(path, "is no regular file: write what comes from a pipe into one")
        yield _Named(path, place.stat().st_size, place.name, alone=True)
        return
    else:
        files = [Path(name) for name in sorted(glob.glob(path, recursive=True))]  # noqa: PTH207
        files = [file for file in files if file.is_file()]
        if not files:
            raise InputError(path, "no such file or folder")
        place = Path(_fixed(path))
    for file in files:
        yield _Named(str(file), file.stat().st_size, file.relative_to(place).as_posix())


def _fixed(pattern: str) -> str:
    """Give the folder that all files of a pattern are in.

    >>> _fixed("data/*/2026-??.jsonl"), _fixed("*.csv"), _fixed("/data/a*")
    ('data', '', '/data')
    """
    start = re.split(r"[*?\[]", pattern, maxsplit=1)[0]
    return os.path.dirname(start)  # noqa: PTH120  # also of URLs


def _hidden(file: Path, folder: Path) -> bool:
    return any(name.startswith((".", "_")) for name in file.relative_to(folder).parts)


def _remote(url: str) -> Iterator[_Named]:
    core = _extra("fsspec", url).core
    system, path = core.url_to_fs(url)
    if system.isdir(path):
        names, folder = sorted(system.find(path)), path
    elif system.exists(path):
        names, folder = [path], os.path.dirname(path)  # noqa: PTH120  # of a URL
    else:
        names, folder = sorted(system.glob(path)), _fixed(path)
    if not names:
        raise InputError(url, "no such file or folder")
    for name in names:
        inside = name.removeprefix(folder).lstrip("/")
        size = int(system.size(name) or 0)
        yield _Named(system.unstrip_protocol(name), size, inside, alone=name == path)


def _extra(name: str, path: str) -> Any:  # noqa: ANN401  # a module
    try:
        return import_module(name)
    except ModuleNotFoundError:
        raise InputError(path, f"needs {name}: pip install 'tokest[arrow]'") from None


def open_file(path: str) -> BinaryIO:
    """Open a file or URL for reading, as it is."""
    if "://" in path:
        return cast(BinaryIO, _extra("fsspec", path).open(path, "rb").open())
    return Path(path).open("rb")


def cannot_read(source: Source, error: Exception) -> str:
    """Say in a line why a file cannot be read."""
    return f"{source.path}: cannot be read: {why(error).partition(chr(10))[0]}"


@contextmanager
def open_unpacked(source: Source) -> Iterator[BinaryIO]:
    """Open a file for reading, unpacked; what is damaged is an ``OSError`` where it is met."""
    damage: tuple[type[Exception], ...] = (EOFError, zlib.error)
    try:
        with ExitStack() as opened:
            file = opened.enter_context(open_file(source.path))
            if source.compression == "gzip":
                yield cast(BinaryIO, opened.enter_context(gzip.GzipFile(fileobj=file)))
            elif source.compression == "zstd":
                zstandard = _extra("zstandard", source.path)
                damage = (*damage, zstandard.ZstdError)
                unpacked = zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True)
                stream = io.BufferedReader(unpacked, 1 << 20)
                yield cast(BinaryIO, opened.enter_context(stream))
            else:
                yield file
    except damage as error:
        raise OSError(str(error)) from None
