"""DuckDB: relations, and functions for SQL as ``tokens(prompt)``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa

from tokest.errors import InputError
from tokest.frames.job import make_job
from tokest.frames.kernel import count_array, result_columns, result_schema
from tokest.frames.pyarrow import with_results as of_arrow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tokest.frames.job import Job
    from tokest.frames.options import Sending
    from tokest.tokens.targets import MethodChoice

_KINDS = {"int64": "BIGINT", "double": "DOUBLE", "string": "VARCHAR"}


def with_results(frame: Any, column: str, job: Job) -> Any:  # noqa: ANN401  # DuckDB's
    """Give a reader of the rows of a relation, with the result columns added."""
    if not isinstance(frame, duckdb.DuckDBPyRelation):
        raise InputError("frame", f"is a {type(frame).__name__}; give a relation, or register()")
    return of_arrow(frame.to_arrow_reader(), column, job)


def register(
    connection: Any,  # noqa: ANN401  # DuckDB's
    models: Sequence[str],
    *,
    name: str = "tokest_estimate",
    method: MethodChoice = "auto",
    sending: Sending | None = None,
) -> None:
    """Give a connection a function of this name: text to a struct of the result columns."""
    job = make_job(models, method=method, sending=sending)
    schema = result_schema(job)

    def count(texts: Any) -> Any:  # noqa: ANN401  # Arrow's
        columns = result_columns(count_array(texts, job), job)
        return pa.StructArray.from_arrays(columns, names=schema.names)

    fields = ", ".join(f"{field.name} {_KINDS[str(field.type)]}" for field in schema)
    connection.create_function(
        name, count, ["VARCHAR"], f"STRUCT({fields})", type="arrow", null_handling="special"
    )
