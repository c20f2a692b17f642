"""JSON lines, packed or not: a row starts in the part that has its first byte."""

from __future__ import annotations

import json
from contextlib import suppress
from itertools import pairwise
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import numpy as np
import pyarrow as pa
from pyarrow import json as arrow_json

from tokest.frames.files import open_unpacked
from tokest.frames.readers.parts import ROW, Bad, Part, Rows, Source

if TYPE_CHECKING:
    from collections.abc import Iterator

SUFFIXES: Final = (".jsonl", ".ndjson")
PLACE: Final = "byte"

BLOCK: Final = 1 << 19
"""Bytes read and parsed at a time."""

LONGEST: Final = 1 << 26
"""Bytes of a line at most."""

TOO_LONG: Final = f"a line is longer than {LONGEST:,} bytes; it and what follows is left out"

HEAD: Final = 100
"""Lines that are looked at for the names of columns, or so many that make a `BLOCK`."""


def columns(source: Source) -> list[str]:
    """Name the keys of the first lines."""
    rows = head(source)
    return [*dict.fromkeys(key for row in rows if isinstance(row, dict) for key in row)]


def is_nested(source: Source, column: str) -> bool:
    """Say whether the first value that is there is a list or an object."""
    values = (row.get(column) for row in head(source) if isinstance(row, dict))
    first = next((value for value in values if value is not None), None)
    return isinstance(first, list | dict)


def head(source: Source) -> list[Any]:
    """Parse the first lines, without those that are blank or broken: these are told when read."""
    found = []
    size = 0
    with suppress(OSError), open_unpacked(source) as file:
        for _ in range(HEAD):
            line = file.readline(LONGEST)
            row, problem = _parse(line)
            if problem is None:
                found.append(row)
            size += len(line)
            if size > BLOCK:
                break
    return found


def parts(source: Source, column: str, most: int) -> list[Part]:  # noqa: ARG001  # protocol
    """Cut at bytes; a packed file cannot be."""
    if source.compression:
        return [Part(source=source, start=0, stop=None, size=source.size)]
    cuts = [*range(0, source.size, most), source.size]
    return [
        Part(source=source, start=start, stop=stop, size=stop - start)
        for start, stop in pairwise(cuts)
        if stop > start
    ]


def read(
    part: Part,
    column: str,
    *,
    whole: bool,
    nested: bool = False,
) -> Iterator[Rows | Bad]:
    """Read the lines that start in a part; `nested` values become JSON again."""
    place = part.start
    try:
        with open_unpacked(part.source) as file:
            for start, block in _blocks(file, part):
                place = start
                if len(block) >= LONGEST:
                    yield Bad(f"byte {start}", TOO_LONG)
                    return
                yield _rows(block, start, column, (whole, nested))
                place = start + len(block)
    except (OSError, ValueError) as error:
        yield Bad(f"byte {place}", f"cannot be read from here: {error}")


def read_shared(part: Part, column: str, *, nested: bool = False) -> Iterator[Rows | Bad]:
    """Read all lines of which a part has a share, also one that starts before it."""
    with open_unpacked(part.source) as file:
        start = _line_start(file, part.start)
        file.seek(start)
        for here, block in _lines(file, start, part.stop):
            if part.start - here >= LONGEST or len(block) >= LONGEST:
                yield Bad(f"byte {here}", TOO_LONG)
                return
            yield _rows(block, here, column, (False, nested))


def _line_start(file: BinaryIO, place: int) -> int:
    """Find where the line starts that has a byte, looking back no further than a line may reach."""
    step = 1 << 12
    last = max(0, place - LONGEST)
    while place > last:
        start = max(0, place - step)
        file.seek(start)
        found = file.read(place - start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        place, step = start, min(2 * step, BLOCK)
    return place


def _blocks(file: BinaryIO, part: Part) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that start in a part, many at a time."""
    place = part.start
    if place:
        file.seek(place - 1)
        place -= 1
        while line := file.readline(BLOCK):
            place += len(line)
            if line.endswith(b"\n"):
                break
    yield from _lines(file, place, part.stop)


def _lines(file: BinaryIO, place: int, stop: int | None) -> Iterator[tuple[int, bytes]]:
    """Yield whole lines, about `BLOCK` bytes of them at a time, and where they start."""
    while stop is None or place < stop:
        block = file.read(BLOCK if stop is None else min(BLOCK, stop - place))
        if not block:
            return
        if not block.endswith(b"\n"):
            block += file.readline(LONGEST)
        yield place, block
        place += len(block)


def _rows(block: bytes, start: int, column: str, keep: tuple[bool, bool]) -> Rows:
    if column == ROW:
        return _lines_as_they_are(block, start)
    whole, nested = keep
    fast = _fast(block, column)
    lines = np.flatnonzero(np.frombuffer(block, np.uint8) == ord("\n")) + 1
    places = np.concatenate([[0], lines[lines < len(block)]]).astype(np.int64)
    kept = block.splitlines() if whole else None
    if fast is not None and len(fast) == len(places) and (kept is None or len(kept) == len(fast)):
        ends = np.concatenate([places[1:], [len(block)]])
        return Rows(fast, places + start, ends=ends + start, whole=kept)
    return _slow(block, start, column, nested=nested)


def _lines_as_they_are(block: bytes, start: int) -> Rows:
    lines = block.split(b"\n")
    ends = start + np.cumsum([len(line) + 1 for line in lines], dtype=np.int64)
    kept = [i for i, line in enumerate(lines) if line.strip()]
    whole = [lines[i] for i in kept]
    places = ends[kept] - [len(line) + 1 for line in whole]
    return Rows(pa.array(whole, pa.binary()), places.astype(np.int64), ends=ends[kept], whole=whole)


def _fast(block: bytes, column: str) -> Any:  # noqa: ANN401  # an Arrow array
    """Parse lines by Arrow, which knows no mercy."""
    schema = pa.schema([(column, pa.string())])
    try:
        table = arrow_json.read_json(
            pa.BufferReader(block),
            read_options=arrow_json.ReadOptions(use_threads=False, block_size=len(block) + 1),
            parse_options=arrow_json.ParseOptions(
                explicit_schema=schema, unexpected_field_behavior="ignore"
            ),
        )
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return None
    return table.column(column).combine_chunks()


def _slow(block: bytes, start: int, column: str, *, nested: bool) -> Rows:
    """Parse line by line, and say what is wrong with each."""
    texts: list[str | None] = []
    places: list[int] = []
    ends: list[int] = []
    errors: dict[int, str] = {}
    kept: list[bytes] = []
    for line in block.split(b"\n"):
        here, start = start, start + len(line) + 1
        if not line.strip():
            continue
        row, problem = _parse(line)
        text = row.get(column) if isinstance(row, dict) else None
        if nested and isinstance(text, list | dict):
            text = json.dumps(text)
        if problem is None and not isinstance(row, dict):
            problem = "the line is no JSON object"
        if problem is None and not isinstance(text, str | None):
            problem = f"{column!r} holds {type(text).__name__}, not text"
        if problem is None and isinstance(text, str):
            problem = _surrogate(text)
        if problem is not None:
            errors[len(texts)], text = problem, None
        texts.append(text)
        places.append(here)
        ends.append(start)
        kept.append(line)
    array = pa.array(texts, pa.string())
    spans = np.array([places, ends], np.int64)
    return Rows(array, spans[0], errors, spans[1], kept)


def _parse(line: bytes) -> tuple[Any, str | None]:
    try:
        return json.loads(line), None
    except UnicodeDecodeError as error:
        return None, f"byte {line[error.start]:#04x} at {error.start} of the line is not UTF-8"
    except json.JSONDecodeError as error:
        return None, f"no JSON: {error.msg} at column {error.colno}"
    except RecursionError:
        return None, "no JSON: nested too deeply"


def _surrogate(text: str) -> str | None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        return f"lone surrogate U+{ord(text[error.start]):04X} is not text"
    return None
