"""Columns of prompts in data frames, files and clusters, all counted by one Arrow kernel.

A frame library has a module here of its own name, and none is imported until its frame is handed
in. `tokest.frames.kernel` counts record batches; everything else brings it some.

>>> import pyarrow as pa
>>> table = pa.table({"prompt": ["Hello World", None]})
>>> estimate_column(table, "prompt", models=["qwen-max"]).column("qwen_max_tokens").to_pylist()
[2, None]
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from tokest.errors import InputError
from tokest.frames.options import Options as Options  # noqa: TC001  # a public name
from tokest.frames.options import Progress as Progress
from tokest.frames.options import Sending as Sending  # noqa: TC001  # a public name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tokest.frames.job import Job
    from tokest.frames.results import Scan
    from tokest.places import Places
    from tokest.tokens.targets import MethodChoice

ADAPTERS: Final = {
    "_duckdb": "duckdb",
    "daft": "daft",
    "duckdb": "duckdb",
    "pandas": "pandas",
    "polars": "polars",
    "pyarrow": "pyarrow",
    "pyspark": "spark",
    "ray": "ray",
}
"""The module here for the package that a frame's class is of."""


def estimate_column(  # noqa: PLR0913  # a call names what it needs
    frame: Any,  # noqa: ANN401  # of any library
    column: str,
    models: Sequence[str] = (),
    *,
    encodings: Sequence[str] = (),
    method: MethodChoice = "auto",
    places: Places | None = None,
    sending: Sending | None = None,
    requests: bool = False,
) -> Any:  # noqa: ANN401
    """Add the tokens of a column, their range, and what rows cost, as columns of a frame.

    The frame is of pandas, Polars (eager or lazy), PyArrow, DuckDB, Spark, Ray Data or Daft, and
    what comes back is of the same (a relation of DuckDB becomes a reader of record batches). Costs
    need `sending`, which says how requests are sent. Lists of messages and bodies of requests, as
    lists and structs or with `requests` as JSON, are counted with what stands around them. A row
    that cannot be counted has nulls, and its reason in ``tokens_error``.

    Raises
    ------
    InputError
        for a frame of another kind, and a column that is missing or holds no text.

    Examples
    --------
    >>> import pyarrow as pa
    >>> frame = pa.table({"prompt": ["Hello World"]})
    >>> sending = Sending(output_tokens=500, region="intl")
    >>> found = estimate_column(frame, "prompt", ["qwen-max"], sending=sending)
    >>> found.column_names[1:]
    ['qwen_max_tokens', 'qwen_max_low', 'qwen_max_high', 'qwen_max_cost_usd', 'tokens_error']
    """
    name = ADAPTERS.get(type(frame).__module__.partition(".")[0])
    if name is None:
        known = "pandas, Polars, PyArrow, DuckDB, Spark, Ray Data and Daft"
        kind = f"{type(frame).__module__}.{type(frame).__qualname__}"
        raise InputError("frame", f"is a {kind}; known are frames of {known}")
    job = _job(
        models,
        encodings=encodings,
        method=method,
        places=places,
        sending=sending,
        requests=requests,
    )
    found: Any = import_module(f"tokest.frames.{name}").with_results(frame, column, job)
    return found


def scan(  # noqa: PLR0913  # a call names what it needs
    paths: Sequence[str],
    column: str | None = None,
    models: Sequence[str] = (),
    *,
    encodings: Sequence[str] = (),
    method: MethodChoice = "auto",
    places: Places | None = None,
    sending: Sending | None = None,
    requests: bool = False,
    options: Options | None = None,
) -> Scan:
    """Count a column of files, folders, globs and URLs; see `tokest.frames.scanning.scan`."""
    job = _job(
        models,
        encodings=encodings,
        method=method,
        places=places,
        sending=sending,
        requests=requests,
    )
    found: Scan = import_module("tokest.frames.scanning").scan(paths, column, job, options)
    return found


def _job(models: Sequence[str], **asked: Any) -> Job:  # noqa: ANN401  # as `make_job` takes them
    if find_spec("pyarrow") is None:
        raise InputError("pyarrow", "is not installed: pip install 'tokest[arrow]'")
    made: Job = import_module("tokest.frames.job").make_job(models, **asked)
    return made
