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
    from collections.abc import Iterator

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
    own = Counted(
        tuple(Counts(c.tokens[first:], c.low[first:], c.high[first:]) for c in counted.counts),
        counted.sizes[first:],
        counted.valid[first:],
        {row - first: error for row, error in counted.errors.items() if row >= first},
    )
    kind = reader(part.source.format).PLACE
    found = tally(own, order.job, part.source.path, rows.places[first:], kind)
    found.shares = shares
    return found


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
            if rows.errors:
                counted = _with_errors(counted, rows.errors)
            if order.sample:
                yield _sampled(counted, rows, part, order), rows, counted
            else:
                yield tally(counted, order.job, path, rows.places, module.PLACE), rows, counted
    except (OSError, pa.ArrowException, KeyError) as error:
        yield _broken(order, cannot_read(part.source, error)), None, None
    except InputError as error:
        yield _broken(order, f"{path}: {error}"), None, None


def _read(part: Part, order: Order, *, whole: bool) -> Iterator[Rows | Bad]:
    if order.sample and part.source.format == "jsonl" and part.stop is not None:
        return jsonl.read_shared(part, order.column, nested=order.job.requests)
    if part.source.format == "jsonl":
        return jsonl.read(part, order.column, whole=whole, nested=order.job.requests)
    return reader(part.source.format).read(part, order.column, whole=whole)


def _with_errors(counted: Counted, errors: dict[int, str]) -> Counted:
    return Counted(counted.counts, counted.sizes, counted.valid, counted.errors | errors)


def _broken(order: Order, problem: str) -> Tally:
    found = empty_tally(len(order.job.targets))
    found.problems.append(problem)
    found.broken = 1
    return found
