"""The kernel: a column of prompts in, columns of counts and costs out.

It never fails for what a row holds: a bad row gets an error text, a null stays null. What it finds
does not depend on how rows are put into batches.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from tokest.errors import InputError
from tokest.frames.job import ERROR, column_names
from tokest.frames.requests import count_requests, is_nested
from tokest.frames.texts import check_type, gather, slices
from tokest.nearest import nearest
from tokest.tokens.columns import Counts, count_columns
from tokest.tokens.targets import table_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from tokest.frames.job import Job


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """The counts of some rows by target, zero where a row is not `valid`.

    `sizes` are the bytes of each text, `errors` what is wrong by row.
    """

    counts: tuple[Counts, ...]
    sizes: NDArray[np.int64]
    valid: NDArray[np.bool_]
    errors: dict[int, str]


def count_array(array: Any, job: Job, column: str = "texts") -> Counted:  # noqa: ANN401
    """Count an array of pyarrow, or a chunked one; errors name the column.

    >>> from tokest.frames.job import make_job
    >>> job = make_job(["qwen-max"])
    >>> count_array(pa.array(["Hello World", None]), job).counts[0].tokens
    array([2, 0])
    """
    check_type(array.type, column)
    if is_nested(array.type) or job.requests:
        return Counted(*count_requests(array, job))
    chunks = array.chunks if isinstance(array, pa.ChunkedArray) else [array]
    if isinstance(array, pa.ChunkedArray) and pa.types.is_dictionary(array.type):
        chunks = array.unify_dictionaries().chunks
    return _together([part for chunk in chunks for part in _count(chunk, job)], job)


def _count(array: Any, job: Job) -> Iterator[Counted]:  # noqa: ANN401
    if pa.types.is_dictionary(array.type) and len(array.dictionary) <= len(array):
        known = _together(list(_count(array.dictionary, job)), job)
        yield _take(known, array.indices)
        return
    by_table = any(table_name(target, job.method) for target in job.targets)
    for part in slices(array):
        found = gather(part, joined=by_table)
        counts = count_columns(found.texts, job.targets, job.method, ahead=job.ahead)
        yield Counted(tuple(counts), found.texts.sizes, found.valid, found.errors)


def _take(known: Counted, indices: Any) -> Counted:  # noqa: ANN401
    """Look rows up among the values of a dictionary."""
    places = indices.fill_null(0).to_numpy(zero_copy_only=False).astype(np.intp)
    present = indices.is_valid().to_numpy(zero_copy_only=False)
    if not len(known.sizes):  # no value at all: every row is null
        nothing = np.zeros(len(places), np.int64)
        counts = tuple(Counts(nothing, nothing, nothing) for _ in known.counts)
        return Counted(counts, nothing, present, {})
    wrong = {row: place for row, place in enumerate(places.tolist()) if place in known.errors}
    return Counted(
        tuple(
            Counts(*(np.where(present, one.take(places), 0) for one in (c.tokens, c.low, c.high)))
            for c in known.counts
        ),
        np.where(present, known.sizes.take(places), 0),
        present & known.valid.take(places),
        {row: known.errors[place] for row, place in wrong.items() if present[row]},
    )


def _together(parts: Sequence[Counted], job: Job) -> Counted:
    """Put counts of consecutive rows together."""
    if len(parts) == 1:
        return parts[0]
    none = np.zeros(0, np.int64)
    errors: dict[int, str] = {}
    base = 0
    for part in parts:
        errors |= {base + row: error for row, error in part.errors.items()}
        base += len(part.sizes)
    by_target = [[part.counts[i] for part in parts] for i in range(len(job.targets))]
    return Counted(
        tuple(
            Counts(
                np.concatenate([none, *(one.tokens for one in counts)]),
                np.concatenate([none, *(one.low for one in counts)]),
                np.concatenate([none, *(one.high for one in counts)]),
            )
            for counts in by_target
        ),
        np.concatenate([none, *(part.sizes for part in parts)]),
        np.concatenate([none.astype(np.bool_), *(part.valid for part in parts)]),
        errors,
    )


def result_schema(job: Job) -> Any:  # noqa: ANN401  # a pyarrow schema
    """Give the schema of the result columns.

    >>> from tokest.frames.job import make_job
    >>> result_schema(make_job(["qwen-max"])).names
    ['qwen_max_tokens', 'qwen_max_low', 'qwen_max_high', 'tokens_error']
    """
    kinds = (pa.int64(), pa.int64(), pa.int64(), pa.float64())
    fields = [
        (name, kind)
        for names in column_names(job)
        for name, kind in zip(names, kinds, strict=False)
    ]
    return pa.schema([*fields, (ERROR, pa.string())])


def result_columns(counted: Counted, job: Job) -> list[Any]:
    """Make the result columns: null where there is no count, or no price."""
    mask = ~counted.valid
    columns = []
    for counts, prices in zip(counted.counts, job.prices, strict=True):
        columns += [pa.array(one, mask=mask) for one in (counts.tokens, counts.low, counts.high)]
        if prices is not None:
            costs = prices.costs(counts.tokens)
            columns.append(pa.array(costs, mask=mask | np.isnan(costs)))
    errors = [counted.errors.get(row) for row in range(len(mask))] if counted.errors else None
    columns.append(pa.array(errors, pa.string()) if errors else pa.nulls(len(mask), pa.string()))
    return columns


def estimate_batch(batch: Any, column: str, job: Job) -> Any:  # noqa: ANN401
    """Count a column of a record batch or a table; give the result columns as the same.

    Raises
    ------
    InputError
        for a column that is missing, with the nearest name, or that holds no text.

    Examples
    --------
    >>> from tokest.frames.job import make_job
    >>> batch = pa.record_batch({"prompt": ["Hello World", None]})
    >>> estimate_batch(batch, "prompt", make_job(["gpt-4o"])).to_pylist()[0]
    {'gpt_4o_tokens': 2, 'gpt_4o_low': 2, 'gpt_4o_high': 2, 'tokens_error': None}
    """
    check_column(batch.schema, column)
    counted = count_array(batch.column(column), job, column)
    maker = type(batch)
    return maker.from_arrays(result_columns(counted, job), schema=result_schema(job))


def check_column(schema: Any, column: str) -> None:  # noqa: ANN401  # a pyarrow schema
    """Refuse a column that is missing or holds no text."""
    if column not in schema.names:
        raise missing(column, schema.names)
    check_type(schema.field(column).type, column)


def missing(column: str, names: Sequence[str]) -> InputError:
    """Say that there is no such column, with the nearest name."""
    close = nearest(column, names)
    if close:
        return InputError(f"column {column!r}", f"is missing (nearest: {', '.join(close)})")
    there = ", ".join(sorted(names)[:20]) or "none"
    return InputError(f"column {column!r}", f"is missing (there are: {there})")


def with_results_added(batch: Any, column: str, job: Job) -> Any:  # noqa: ANN401
    """Add the result columns to a record batch or a table.

    Raises
    ------
    InputError
        for a column that is there already, and the errors of `estimate_batch`.

    Examples
    --------
    >>> from tokest.frames.job import make_job
    >>> batch = pa.record_batch({"id": [7], "prompt": ["Hello World"]})
    >>> with_results_added(batch, "prompt", make_job(["qwen-max"])).schema.names[:3]
    ['id', 'prompt', 'qwen_max_tokens']
    """
    found = estimate_batch(batch, column, job)
    refuse_clash(batch.schema.names, found.schema.names)
    schema = pa.schema([*batch.schema, *found.schema], batch.schema.metadata)
    return type(batch).from_arrays([*batch.columns, *found.columns], schema=schema)


def refuse_clash(names: Iterable[str], added: Iterable[str]) -> None:
    """Refuse to add columns that are there already.

    >>> refuse_clash(["id", "tokens_error"], ["tokens_error"])
    Traceback (most recent call last):
    tokest.errors.InputError: column 'tokens_error': is there already: rename or drop it
    """
    clash = sorted(set(names) & set(added))
    if clash:
        raise InputError(f"column {clash[0]!r}", "is there already: rename or drop it")
