"""Ray Data: columns added by ``map_batches``, by tasks, which need no actor of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tokest.errors import InputError
from tokest.frames.kernel import check_column, with_results_added

if TYPE_CHECKING:
    from tokest.frames.job import Job


def with_results(frame: Any, column: str, job: Job) -> Any:  # noqa: ANN401  # Ray's
    """Add the result columns to a data set; nothing is counted before it is asked for."""
    if not hasattr(frame, "map_batches"):
        raise InputError("frame", f"is a {type(frame).__name__}; give a data set of Ray Data")
    schema = frame.schema()
    if schema is not None and hasattr(schema.base_schema, "field"):
        check_column(schema.base_schema, column)
    return frame.map_batches(
        with_results_added,
        fn_kwargs={"column": column, "job": job},
        batch_format="pyarrow",
        zero_copy_batch=True,
    )
