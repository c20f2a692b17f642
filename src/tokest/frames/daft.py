"""Daft: columns added by a batch function over Arrow arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import daft
import pyarrow as pa

from tokest.errors import InputError
from tokest.frames.kernel import count_array, missing, refuse_clash, result_columns, result_schema
from tokest.frames.shipping import pack

if TYPE_CHECKING:
    from tokest.frames.job import Job


def with_results(frame: Any, column: str, job: Job) -> Any:  # noqa: ANN401  # Daft's
    """Add the result columns to a data frame; nothing is counted before it is asked for."""
    if not isinstance(frame, daft.DataFrame):
        raise InputError("frame", f"is a {type(frame).__name__}; give a data frame of Daft")
    if column not in frame.column_names:
        raise missing(column, frame.column_names)
    schema = result_schema(job)
    refuse_clash(frame.column_names, schema.names)
    parcel = pack(job)
    kind = daft.DataType.from_arrow_type(pa.struct(list(schema)))

    def count(texts: daft.Series) -> Any:  # noqa: ANN401
        here = parcel.open()
        columns = result_columns(count_array(texts.to_arrow(), here, column), here)
        return daft.Series.from_arrow(pa.StructArray.from_arrays(columns, names=schema.names))

    counts = daft.func.batch(return_dtype=kind)(count)
    packed = "tokest results of " + column
    found = frame.with_column(packed, counts(daft.col(column)))
    fields = {name: daft.col(packed)[name] for name in schema.names}
    return found.with_columns(fields).exclude(packed)
