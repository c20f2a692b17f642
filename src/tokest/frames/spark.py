"""Spark: columns added by ``mapInArrow``, also through Spark Connect; functions for SQL.

A job is pickled with the plan, so it reaches each worker once, and with it each vocabulary that
does not ship with tokest; tables and vocabularies are loaded by each Python worker at its first
batch and kept. No row comes to the driver, and none fails the
job: what is wrong with it is in ``tokens_error``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tokest.errors import InputError
from tokest.frames.job import make_job
from tokest.frames.kernel import (
    count_array,
    missing,
    refuse_clash,
    result_columns,
    result_schema,
    with_results_added,
)
from tokest.frames.shipping import pack

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tokest.frames.job import Job
    from tokest.frames.options import Sending
    from tokest.frames.shipping import Parcel
    from tokest.tokens.targets import MethodChoice

_KINDS: Final = {"int64": "bigint", "double": "double", "string": "string"}


def with_results(
    frame: Any,  # noqa: ANN401  # Spark's
    column: str,
    job: Job,
    keep: Sequence[str] | None = None,
) -> Any:  # noqa: ANN401
    """Add the result columns to a data frame; nothing is counted before it is asked for.

    Of the others only those in `keep` come along, if it is given: what Python sends back to Spark
    takes time, texts above all.
    """
    from pyspark.sql import types  # noqa: PLC0415  # not on workers, which count with this module

    if not hasattr(frame, "mapInArrow"):
        raise InputError("frame", f"is a {type(frame).__name__}; give a data frame of Spark")
    if column not in frame.columns:
        raise missing(column, frame.columns)
    kind = frame.schema[column].dataType.simpleString()
    if kind.partition("<")[0] not in {"string", "binary", "void", "array", "struct", "map"}:
        raise InputError(f"column {column!r}", f"holds {kind}, not text or messages")
    refuse_clash(frame.columns, result_schema(job).names)
    results = {"int64": types.LongType(), "double": types.DoubleType()}
    added = [
        types.StructField(field.name, results.get(str(field.type), types.StringType()))
        for field in result_schema(job)
    ]
    kept = frame.schema.fields if keep is None else [frame.schema[name] for name in keep]
    names = [field.name for field in (*kept, *added)]
    return frame.mapInArrow(_Add(column, pack(job), names), types.StructType([*kept, *added]))


class _Add:
    """Adds the result columns to batches; a class, so that it pickles by its name."""

    def __init__(self, column: str, parcel: Parcel, names: list[str]) -> None:
        self._column = column
        self._parcel = parcel
        self._names = names

    def __call__(self, batches: Iterator[Any]) -> Iterator[Any]:
        job = self._parcel.open()
        for batch in batches:
            yield with_results_added(batch, self._column, job).select(self._names)


def estimates(  # noqa: PLR0913  # a call names what it needs
    frame: Any,  # noqa: ANN401  # Spark's
    column: str,
    models: Sequence[str],
    *,
    keep: Sequence[str] = (),
    method: MethodChoice = "auto",
    sending: Sending | None = None,
) -> Any:  # noqa: ANN401
    """Give the result columns of a data frame beside those to keep: the quickest way to totals.

    ``estimates(df, "text", ["qwen-max"], keep=["id"])``
    """
    return with_results(frame, column, make_job(models, method=method, sending=sending), keep)


def estimate_function(
    models: Sequence[str], *, method: MethodChoice = "auto", sending: Sending | None = None
) -> Any:  # noqa: ANN401  # Spark's
    """Make a column function: text to a struct of the result columns.

    ``df.select(estimate_function(["qwen-max"])("prompt"))``
    """
    from pyspark.sql import functions  # noqa: PLC0415  # not on workers

    if not hasattr(functions, "arrow_udf"):
        raise InputError("pyspark", "column functions need 4.1; estimate_column() does not")
    job = make_job(models, method=method, sending=sending)
    kind = ", ".join(f"{field.name} {_KINDS[str(field.type)]}" for field in result_schema(job))
    return functions.arrow_udf(_counter(pack(job)), returnType=f"struct<{kind}>")


def _counter(parcel: Parcel) -> Any:  # noqa: ANN401  # a function
    import pyarrow as pa  # noqa: PLC0415  # for its annotations, which Spark reads

    def count(texts: pa.Array) -> pa.Array:
        job = parcel.open()
        columns = result_columns(count_array(texts, job), job)
        return pa.StructArray.from_arrays(columns, names=result_schema(job).names)

    count.__annotations__ = {"texts": pa.Array, "return": pa.Array}
    return count


def register(
    session: Any,  # noqa: ANN401  # Spark's
    models: Sequence[str],
    *,
    name: str = "tokest_estimate",
    method: MethodChoice = "auto",
    sending: Sending | None = None,
) -> None:
    """Give a session a function of this name for SQL: text to a struct of the result columns."""
    session.udf.register(name, estimate_function(models, method=method, sending=sending))
