"""Read and check files, on as many cores as pay, with the cache in front."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

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

    from tokest.cli.linting.cache import Cache
    from tokest.linter.settings import Settings

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
    with progress("Checking", len(files)) as show:
        return _run(task, files, cache, most_workers, show)


def _run(
    task: Task,
    files: Sequence[tuple[str, Path]],
    cache: Cache | None,
    most_workers: int,
    show: Callable[[int], None],
) -> dict[str, Result]:
    found: dict[str, Result] = {}
    chunks: list[list[tuple[str, str, Path]]] = [[]]
    size = 0
    for path, file, key, raw in _keyed(files, cache):
        kept = cache.get(path, key) if cache else None
        if kept is not None:
            found[path] = kept
            continue
        length = len(raw)
        if chunks[-1] and (size + length > CHUNK_BYTES or len(chunks[-1]) >= CHUNK_FILES):
            chunks.append([])
            size = 0
        chunks[-1].append((path, key, file))
        size += length
    work = [chunk for chunk in chunks if chunk]
    for chunk, results in zip(work, _checked(task, work, most_workers), strict=True):
        for (path, key, _), result in zip(chunk, results, strict=True):
            found[path] = result
            if cache and key:
                cache.put(key, result)
        show(len(found))
    return {path: found[path] for path, _ in files}


def _keyed(
    files: Sequence[tuple[str, Path]], cache: Cache | None
) -> Iterator[tuple[str, Path, str, bytes | str]]:
    for path, file in files:
        raw = read_raw(file) if cache else _size(file)
        key = cache.key(path, raw) if cache and isinstance(raw, bytes) else ""
        yield path, file, key, raw


def _size(file: Path) -> bytes | str:
    """Stand in for a content of which only the length matters."""
    try:
        return bytes(min(file.stat().st_size, CHUNK_BYTES + 1))
    except OSError:
        return ""


def _checked(
    task: Task, chunks: list[list[tuple[str, str, Path]]], most_workers: int
) -> Iterator[list[Result]]:
    named = [[(path, file) for path, _, file in chunk] for chunk in chunks]
    workers = min(most_workers, len(chunks))
    if workers < 2 or _bytes(chunks) < WORTH_A_PROCESS:  # noqa: PLR2004  # two make a pool
        yield from (check_files(task, chunk) for chunk in named)
        return
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415  # only for many files
    from functools import partial  # noqa: PLC0415

    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(partial(check_files, task), named)


def _bytes(chunks: list[list[tuple[str, str, Path]]]) -> int:
    total = 0
    for chunk in chunks:
        for _, _, file in chunk:
            try:
                total += file.stat().st_size
            except OSError:
                continue
            if total >= WORTH_A_PROCESS:
                return total
    return total


def check_files(task: Task, files: Sequence[tuple[str, Path]]) -> list[Result]:
    """Read and check a few files."""
    return task.check([(path, read_raw(file)) for path, file in files])


def read_raw(file: Path) -> bytes | str:
    """Read a file, or say why not; a pipe or a device is not read, for it may never end."""
    try:
        with open(file, "rb", opener=_opener) as stream:  # Path.open has no opener
            stat = os.fstat(stream.fileno())
            if not _is_regular(stat.st_mode):
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


def _is_regular(mode: int) -> bool:
    from stat import S_ISREG  # noqa: PLC0415  # a builtin module

    return S_ISREG(mode)


def _document(path: str, raw: bytes | str, settings: Settings) -> Document:
    if isinstance(raw, str):
        return Document(source=Source(path, ""), problems=(Problem(raw),))
    return read(path, raw, settings)


def cores() -> int:
    """Count the cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
