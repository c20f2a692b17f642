"""Ray Data: columns added by ``map_batches``, by tasks, which need no actor of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tokest.errors import InputError
from tokest.frames.kernel import check_column, with_results_added
from tokest.frames.shipping import pack

if TYPE_CHECKING:
    from tokest.frames.job import Job
    from tokest.frames.shipping import Parcel


def with_results(frame: Any, column: str, job: Job) -> Any:  # noqa: ANN401  # Ray's
    """Add the result columns to a data set; nothing is counted before it is asked for."""
    if not hasattr(frame, "map_batches"):
        raise InputError("frame", f"is a {type(frame).__name__}; give a data set of Ray Data")
    schema = frame.schema()
    if schema is not None and hasattr(schema.base_schema, "field"):
        check_column(schema.base_schema, column)
    return frame.map_batches(
        _add,
        fn_kwargs={"column": column, "parcel": pack(job)},
        batch_format="pyarrow",
        zero_copy_batch=True,
    )


def _add(batch: Any, column: str, parcel: Parcel) -> Any:  # noqa: ANN401  # pyarrow's
    return with_results_added(batch, column, parcel.open())
