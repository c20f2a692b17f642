"""Polars: eager and lazy frames, and expressions as ``pl.col("prompt").tokest.tokens("qwen-max")``.

Importing this module makes the namespace known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl
import pyarrow as pa

from tokest.errors import InputError
from tokest.frames.job import make_job
from tokest.frames.kernel import (
    count_array,
    missing,
    refuse_clash,
    result_columns,
    result_schema,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tokest.frames.job import Job
    from tokest.frames.options import Sending
    from tokest.tokens.targets import MethodChoice

_KINDS: Final = {"int64": pl.Int64, "double": pl.Float64, "string": pl.String}


def with_results(frame: Any, column: str, job: Job) -> Any:  # noqa: ANN401  # Polars'
    """Add the result columns to a data frame, or to a lazy one when it is collected."""
    if not isinstance(frame, pl.DataFrame | pl.LazyFrame):
        raise InputError("frame", f"is a {type(frame).__name__}; give the data frame it is of")
    names = frame.collect_schema().names()
    if column not in names:
        raise missing(column, names)
    refuse_clash(names, result_schema(job).names)
    packed = "tokest results of " + column
    return frame.with_columns(_struct(pl.col(column), job).alias(packed)).unnest(packed)


def _struct(column: Any, job: Job) -> Any:  # noqa: ANN401  # an expression
    """Give an expression of all result columns as one struct."""
    schema = result_schema(job)

    def count(series: Any) -> Any:  # noqa: ANN401
        columns = result_columns(count_array(series.to_arrow(), job, series.name), job)
        struct = pa.StructArray.from_arrays(columns, names=schema.names)
        return pl.Series(series.name, pl.from_arrow(struct))

    kind = pl.Struct({field.name: _KINDS[str(field.type)] for field in schema})
    return column.map_batches(count, return_dtype=kind, is_elementwise=True)


@pl.api.register_expr_namespace("tokest")
class Expressions:
    """What expressions can do: ``.tokest.tokens(model)`` and ``.tokest.estimate(models)``."""

    def __init__(self, column: Any) -> None:  # noqa: ANN401
        self._column = column

    def tokens(self, model: str, *, method: MethodChoice = "auto") -> Any:  # noqa: ANN401
        """Give the tokens of each row for a model."""
        job = make_job([model], method=method)
        return _struct(self._column, job).struct.field(result_schema(job).names[0])

    def estimate(
        self,
        models: Sequence[str],
        *,
        method: MethodChoice = "auto",
        sending: Sending | None = None,
    ) -> Any:  # noqa: ANN401
        """Give a struct of all result columns."""
        return _struct(self._column, make_job(models, method=method, sending=sending))
