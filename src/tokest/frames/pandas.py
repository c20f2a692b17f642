"""pandas: the result columns keep the index, and integers that may be missing are ``Int64``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import pyarrow as pa

from tokest.errors import InputError
from tokest.frames.kernel import count_array, missing, refuse_clash, result_columns, result_schema

if TYPE_CHECKING:
    from tokest.frames.job import Job

KINDS: Final = {"int64": "Int64", "double": "Float64", "string": "string"}
"""The pandas type of each Arrow type of the results: those that know missing values."""


def with_results(frame: Any, column: str, job: Job) -> Any:  # noqa: ANN401  # pandas'
    """Add the result columns to a data frame."""
    if not isinstance(frame, pd.DataFrame):
        raise InputError("frame", f"is a {type(frame).__name__}; give the data frame it is of")
    names = [str(name) for name in frame.columns]
    if column not in frame.columns:
        raise missing(column, names)
    schema = result_schema(job)
    refuse_clash(names, schema.names)
    try:
        array = pa.array(frame[column], from_pandas=True)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise InputError(f"column {column!r}", f"holds not only text: {error}") from None
    found = result_columns(count_array(array, job, column), job)
    return frame.assign(
        **{
            field.name: pd.array(values.to_pylist(), dtype=KINDS[str(field.type)])
            for field, values in zip(schema, found, strict=True)
        }
    )
