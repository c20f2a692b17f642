"""Read and check files, on as many cores as pay, with the cache in front."""

from __future__ import annotations

import gc
import os
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from stat import S_ISREG
from typing import TYPE_CHECKING, Any

from tokest.cli.linting.cache import Cache, pack, unpack
from tokest.cli.progress import progress
from tokest.linter.context import Context
from tokest.linter.engine import Result, lint
from tokest.linter.extract.files import read
from tokest.linter.rules import load
from tokest.linter.source import MAX_BYTES, Source
from tokest.linter.values import Document, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from tokest.linter.settings import Settings

    File = tuple[str, Path]
    Checked = tuple[str, list[Any]]
"""A key of the cache, empty for what it does not take, and a result as it is kept there."""

CHUNK_BYTES = 1 << 20
CHUNK_FILES = 250
WORTH_A_PROCESS = 4 << 20
"""Bytes; starting a process takes as long as reading about so much."""

MOST_BYTES = 1 << 30
"""Of a batch file; memory is for one file at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is the same for all files of a run."""

    settings: Settings
    cards: tuple[tuple[str, str], ...]
    codes: tuple[str, ...]
    count: bool
    today: date | None = None

    def check(self, files: Sequence[tuple[str, bytes | str]]) -> list[Result]:
        """Check files, each with its content or why that cannot be read."""
        context = Context(settings=self.settings, cards=self.cards, today=self.today)
        documents = [_document(path, raw, self.settings) for path, raw in files]
        return lint(documents, [load(code) for code in self.codes], context, count=self.count)


def run(
    task: Task, files: Sequence[tuple[str, Path]], cache: Cache | None, *, most_workers: int
) -> dict[str, Result]:
    """Check all files; the results are the same on any number of cores."""
    found = _kept(files, cache) if cache is not None and cache.known else {}
    left = [one for one in files if one[0] not in found]
    sizes = [_size(file) for _, file in left]
    chunks = _chunks(left, sizes)
    workers = min(most_workers, len(chunks)) if sum(sizes) >= WORTH_A_PROCESS else 1
    check = partial(check_files, task, keyed=cache is not None)
    with progress("Checking", len(files)) as show:
        for chunk, checked in zip(chunks, _mapped(check, chunks, workers), strict=True):
            for (path, _), (key, data) in zip(chunk, checked, strict=True):
                found[path] = unpack(path, data)
                if cache is not None and key:
                    cache.put(key, data)
            show(len(found))
    return {path: found[path] for path, _ in files}


def _kept(files: Sequence[tuple[str, Path]], cache: Cache) -> dict[str, Result]:
    found = {}
    for path, file in files:
        raw = read_raw(file)
        kept = cache.get(path, cache.key(path, raw)) if isinstance(raw, bytes) else None
        if kept is not None:
            found[path] = kept
    return found


def _chunks(files: Sequence[File], sizes: Sequence[int]) -> list[list[File]]:
    chunks: list[list[File]] = []
    size = 0
    for one, length in zip(files, sizes, strict=True):
        if not chunks or size + length > CHUNK_BYTES or len(chunks[-1]) >= CHUNK_FILES:
            chunks.append([])
            size = 0
        chunks[-1].append(one)
        size += length
    return chunks


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except (OSError, ValueError):
        return 0


def _mapped(
    check: Callable[[list[File]], list[Checked]], chunks: list[list[File]], workers: int
) -> Iterator[list[Checked]]:
    if workers == 1:
        yield from map(check, chunks)
        return
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415  # only for many files

    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(check, chunks)


def check_files(task: Task, files: Sequence[File], *, keyed: bool) -> list[Checked]:
    """Read and check a few files."""
    read = [(path, read_raw(file)) for path, file in files]
    with _uncollected():
        results = task.check(read)
    return [
        (Cache.key(path, raw) if keyed and isinstance(raw, bytes) else "", pack(result))
        for (path, raw), result in zip(read, results, strict=True)
    ]


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the collector of cycles out: checks make many small objects, and no cycles."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def read_raw(file: Path) -> bytes | str:
    """Read a file, or say why not; a pipe or a device is not read, for it may never end."""
    try:
        with open(file, "rb", opener=_opener) as stream:  # Path.open has no opener
            stat = os.fstat(stream.fileno())
            if not S_ISREG(stat.st_mode):
                return "no regular file"
            if stat.st_size > MOST_BYTES:
                return f"{stat.st_size:,} bytes; a file is read up to {MOST_BYTES:,}"
            if stat.st_size > MAX_BYTES and not str(file).endswith(".jsonl"):
                return f"{stat.st_size:,} bytes; a prompt is read up to {MAX_BYTES:,}"
            return stream.read()
    except OSError as error:
        return error.strerror or "cannot be opened"
    except ValueError as error:
        return str(error)


def _opener(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _document(path: str, raw: bytes | str, settings: Settings) -> Document:
    if isinstance(raw, str):
        return Document(source=Source(path, ""), problems=(Problem(raw),))
    return read(path, raw, settings)


def cores() -> int:
    """Count the cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
