"""Copies of files with the result columns added: JSON lines stay so, all else becomes Parquet.

A copy gets its name when it is whole; whatever fails before leaves nothing behind.
"""

from __future__ import annotations

import json
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from pyarrow import parquet

from tokest.errors import InputError
from tokest.frames.files import reader
from tokest.frames.kernel import refuse_clash, result_columns, result_schema
from tokest.frames.tally import Tally, empty_tally
from tokest.frames.work import Order, counted_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tokest.frames.kernel import Counted
    from tokest.frames.readers.parts import Part, Rows, Source


def copy_path(folder: str, source: Source) -> Path:
    """Name the copy of a file: its path inside of what was named, with the ending of what it is.

    >>> from tokest.frames.readers.parts import Source
    >>> known = {"format": "csv", "size": 9, "compression": "gzip"}
    >>> copy_path("out", Source(path="data/x/a.csv.gz", inside="x/a.csv.gz", **known)).as_posix()
    'out/x/a.csv.parquet'
    """
    name = source.inside or Path(source.path).name
    if source.compression:
        name = name.rpartition(".")[0]
    ending = ".jsonl" if source.format == "jsonl" else ".parquet"
    return Path(folder) / (name if name.endswith(ending) else name + ending)


def check_copies(folder: str, sources: Sequence[Source], *, goes_on: bool = False) -> None:
    """Refuse copies that would have one name, or that of a file that is scanned or there already.

    A scan that `goes_on` has written some.

    Raises
    ------
    InputError
        naming the files.
    """
    scanned = {Path(source.path).absolute() for source in sources}
    first: dict[Path, str] = {}
    for source in sources:
        path = copy_path(folder, source)
        if path.absolute() in scanned:
            raise InputError(str(path), "is scanned itself: name another folder for the copies")
        if path in first:
            both = f"{first[path]} and {source.path}"
            what = f"would be the copy of both {both}: name their folder, or write them apart"
            raise InputError(str(path), what)
        first[path] = source.path
        if not goes_on:
            _refuse_existing(path)


def _refuse_existing(path: Path) -> None:
    if path.exists():
        raise InputError(str(path), "is there already: remove it, or name another folder")


def write_copy(part: Part, order: Order) -> Tally:
    """Count a file and write its copy.

    Raises
    ------
    InputError
        when it cannot be written: the disk is full, or the copy is there already.
    """
    path = copy_path(str(order.write), part.source)
    partial = path.with_name(path.name + ".part")
    _refuse_existing(path)
    names = reader(part.source.format).columns(part.source) or []
    refuse_clash(names, result_schema(order.job).names)
    total = empty_tally(len(order.job.targets))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _writer(part, order, partial) as write:
            for found, rows, counted in counted_rows(part, order, whole=True):
                if rows is not None and counted is not None:
                    write(rows, counted)
                total.add(found)
        if partial.exists():
            partial.replace(path)
    except OSError as error:
        raise InputError(str(path), f"cannot be written: {error.strerror or error}") from None
    finally:
        with suppress(OSError):  # where no folder could be made, there is no file either
            partial.unlink(missing_ok=True)
    return total


@contextmanager
def _writer(part: Part, order: Order, path: Path) -> Iterator[Callable[[Rows, Counted], None]]:
    if part.source.format == "jsonl":
        with path.open("wb") as file:
            yield lambda rows, counted: _write_lines(file, rows, counted, order)
        return
    opened: list[Any] = []

    def write(rows: Rows, counted: Counted) -> None:
        batch = _with_results(rows.whole, counted, order)
        if not opened:
            opened.append(parquet.ParquetWriter(path, batch.schema, compression="zstd"))
        opened[0].write_batch(batch)

    try:
        yield write
    finally:
        for writer in opened:
            writer.close()


def _with_results(batch: Any, counted: Counted, order: Order) -> Any:  # noqa: ANN401  # pyarrow's
    found = result_schema(order.job)
    columns = [*batch.columns, *result_columns(counted, order.job)]
    return pa.record_batch(columns, schema=pa.schema([*batch.schema, *found]))


def _write_lines(file: Any, rows: Rows, counted: Counted, order: Order) -> None:  # noqa: ANN401
    """Write lines as they are, with the results at the end of each; bad lines as they are."""
    names = result_schema(order.job).names
    results = pa.table(result_columns(counted, order.job), names=names).to_pylist()
    for line, result in zip(rows.whole, results, strict=True):
        body = line.rstrip()
        if body.endswith(b"}") and body.startswith(b"{"):
            comma = b", " if body[1:-1].strip() else b""
            body = body[:-1].rstrip() + comma + json.dumps(result).encode()[1:]
        file.write(body + b"\n")
