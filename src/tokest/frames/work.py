"""Count parts of files: what one process does, and what it is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from tokest.errors import InputError
from tokest.frames.files import cannot_read, reader
from tokest.frames.kernel import Counted, count_array
from tokest.frames.readers import jsonl
from tokest.frames.readers.parts import Bad, Rows
from tokest.frames.tally import Tally, empty_tally, shares_of, tally
from tokest.tokens.columns import Counts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from tokest.frames.job import Job
    from tokest.frames.readers.parts import Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a worker does with each part: count a column.

    It writes a copy into the folder `write`, or counts what a `sample` is made of.
    """

    job: Job
    column: str
    write: str | None = None
    sample: bool = False


def count_group(parts: Sequence[Part], order: Order) -> list[Tally]:
    """Count some parts one by one, or blocks of a sample, which are small, in one pass."""
    if order.sample and all(_is_block(part) for part in parts):
        return _count_blocks(parts, order)
    return [count_part(part, order) for part in parts]


def _is_block(part: Part) -> bool:
    return part.source.format == "jsonl" and part.stop is not None


def _count_blocks(parts: Sequence[Part], order: Order) -> list[Tally]:
    found = [empty_tally(len(order.job.targets)) for _ in parts]
    read: list[tuple[int, Rows]] = []
    for number, part in enumerate(parts):
        try:
            for rows in jsonl.read_shared(part, order.column, nested=order.job.requests):
                if isinstance(rows, Bad):
                    found[number].add(
                        _broken(order, f"{part.source.path}, {rows.where}: {rows.what}")
                    )
                else:
                    read.append((number, rows))
        except OSError as error:
            found[number].add(_broken(order, cannot_read(part.source, error)))
    if not read:
        return found
    joined = pa.concat_arrays([rows.array for _, rows in read])
    counted = count_array(joined, order.job, order.column)
    start = 0
    for number, rows in read:
        stop = start + len(rows.array)
        own = _with_errors(_slice(counted, start, stop), rows.errors or {})
        found[number].add(_sampled(own, rows, parts[number], order))
        start = stop
    return found


def _block_rows(part: Part, order: Order) -> Iterator[Rows | Bad]:
    try:
        yield from jsonl.read_shared(part, order.column, nested=order.job.requests)
    except OSError as error:
        yield Bad(f"byte {part.start}", f"cannot be read from here: {error}")


def count_part(part: Part, order: Order) -> Tally:
    """Count a part; what cannot be read is told in the tally, and the rest is counted.

    Raises
    ------
    InputError
        when a copy cannot be written.
    """
    if order.write is not None:
        from tokest.frames.writing import write_copy  # noqa: PLC0415  # for those who write

        return write_copy(part, order)
    total = empty_tally(len(order.job.targets))
    for found, _, _ in counted_rows(part, order, whole=False):
        total.add(found)
    return total


def _sampled(counted: Counted, rows: Rows, part: Part, order: Order) -> Tally:
    """Sum rows up by the share of each that is in a part; tally those that start in it."""
    shares = shares_of(counted, order.job, _weights(part, rows))
    first = 0 if rows.ends is None else int(rows.places.searchsorted(part.start))
    own = _slice(counted, first, len(counted.sizes))
    kind = reader(part.source.format).PLACE
    found = tally(own, order.job, part.source.path, rows.places[first:], kind)
    found.shares = shares
    return found


def _slice(counted: Counted, start: int, stop: int) -> Counted:
    here = slice(start, stop)
    return Counted(
        tuple(Counts(one.tokens[here], one.low[here], one.high[here]) for one in counted.counts),
        counted.sizes[here],
        counted.valid[here],
        {row - start: what for row, what in counted.errors.items() if start <= row < stop},
    )


def _weights(part: Part, rows: Rows) -> NDArray[np.float64]:
    """Say what share of each row is in a part."""
    if rows.ends is None or part.stop is None:
        return np.ones(len(rows.places))
    inside = np.minimum(rows.ends, part.stop) - np.maximum(rows.places, part.start)
    weights: NDArray[np.float64] = np.maximum(inside, 0) / (rows.ends - rows.places)
    return weights


def counted_rows(
    part: Part, order: Order, *, whole: bool
) -> Iterator[tuple[Tally, Rows | None, Counted | None]]:
    """Yield the tally of each batch of rows, with the rows and their counts."""
    module = reader(part.source.format)
    path = part.source.path
    try:
        for rows in _read(part, order, whole=whole):
            if isinstance(rows, Bad):
                yield _broken(order, f"{path}, {rows.where}: {rows.what}"), None, None
                continue
            counted = count_array(rows.array, order.job, order.column)
            counted = _with_errors(counted, rows.errors or {})
            if order.sample:
                yield _sampled(counted, rows, part, order), rows, counted
            else:
                yield tally(counted, order.job, path, rows.places, module.PLACE), rows, counted
    except (MemoryError, OSError, pa.ArrowException, KeyError) as error:
        yield _broken(order, cannot_read(part.source, error)), None, None
    except InputError as error:
        yield _broken(order, f"{path}: {error}"), None, None


def _read(part: Part, order: Order, *, whole: bool) -> Iterator[Rows | Bad]:
    if part.source.format == "jsonl":
        return jsonl.read(part, order.column, whole=whole, nested=order.job.requests)
    return reader(part.source.format).read(part, order.column, whole=whole)


def _with_errors(counted: Counted, errors: dict[int, str]) -> Counted:
    if not errors:
        return counted
    return Counted(counted.counts, counted.sizes, counted.valid, counted.errors | errors)


def _broken(order: Order, problem: str) -> Tally:
    found = empty_tally(len(order.job.targets))
    found.problems.append(problem)
    found.broken = 1
    return found
