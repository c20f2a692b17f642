"""PyArrow: tables, record batches and streams of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from tokest.errors import InputError
from tokest.frames.kernel import check_column, result_schema, with_results_added

if TYPE_CHECKING:
    from tokest.frames.job import Job


def with_results(frame: Any, column: str, job: Job) -> Any:  # noqa: ANN401  # pyarrow's
    """Add the result columns to a table, a batch, or each batch of a reader as it is read."""
    if isinstance(frame, pa.RecordBatchReader):
        check_column(frame.schema, column)
        schema = pa.schema([*frame.schema, *result_schema(job)])
        batches = (with_results_added(batch, column, job) for batch in frame)
        return pa.RecordBatchReader.from_batches(schema, batches)
    if isinstance(frame, pa.Table | pa.RecordBatch):
        return with_results_added(frame, column, job)
    raise InputError("frame", f"is a {type(frame).__name__}, not a table, a batch or a reader")
