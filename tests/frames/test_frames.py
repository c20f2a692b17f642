"""One test for every library: the same columns, whatever the frame."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from tokest.errors import InputError
from tokest.frames import Sending, estimate_column
from tokest.frames.duckdb import register

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

os.environ |= {
    "DAFT_ANALYTICS_ENABLED": "0",
    "DO_NOT_TRACK": "1",
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
}
TEXTS = ["Hello World", None, "你好", ""]
SENDING = Sending(output_tokens=500)
EXPECTED = {
    "prompt": TEXTS,
    "qwen_max_tokens": [2, None, 1, 0],
    "qwen_max_low": [2, None, 1, 0],
    "qwen_max_high": [2, None, 1, 0],
    "qwen_max_cost_usd": [0.0032032, None, 0.0032016, 0.0032],
    "tokens_error": [None] * 4,
}


def of_pandas(data: dict[str, list[Any]]) -> pd.DataFrame:
    return pd.DataFrame(data, index=[5, 6, 7, 8][: len(data["prompt"])])


def of_duckdb(data: dict[str, list[Any]]) -> Any:
    held = pa.table(data)
    return duckdb.from_arrow(held)


def of_reader(data: dict[str, list[Any]]) -> pa.RecordBatchReader:
    return pa.table(data).to_reader(max_chunksize=2)


def of_daft(data: dict[str, list[Any]]) -> Any:
    import daft  # noqa: PLC0415

    return daft.from_pydict(data)


MAKERS: dict[str, Callable[[dict[str, list[Any]]], Any]] = {
    "pandas": of_pandas,
    "polars": pl.DataFrame,
    "polars lazy": pl.LazyFrame,
    "pyarrow table": pa.table,
    "pyarrow batch": pa.record_batch,
    "pyarrow reader": of_reader,
    "duckdb": of_duckdb,
    "daft": of_daft,
}


def as_dict(frame: Any) -> dict[str, list[Any]]:
    """Give the columns of a frame of any of the libraries, with None for what is missing."""
    if isinstance(frame, pl.LazyFrame):
        frame = frame.collect()
    if isinstance(frame, pl.DataFrame):
        of_polars: dict[str, list[Any]] = frame.to_dict(as_series=False)
        return of_polars
    if isinstance(frame, pd.DataFrame):
        frame = pa.Table.from_pandas(frame, preserve_index=False)
    if isinstance(frame, pa.RecordBatchReader):
        frame = frame.read_all()
    found: dict[str, list[Any]] = frame.to_pydict()
    return found


@pytest.mark.parametrize("name", MAKERS)
def test_every_frame_gets_the_same_columns(name: str) -> None:
    frame = MAKERS[name]({"prompt": TEXTS})
    found = as_dict(estimate_column(frame, "prompt", ["qwen-max"], sending=SENDING))
    costs, expected = found.pop("qwen_max_cost_usd"), dict(EXPECTED)
    assert costs == pytest.approx(expected.pop("qwen_max_cost_usd"))
    assert found == expected


@pytest.mark.parametrize("name", MAKERS)
def test_every_frame_tells_a_missing_column_and_a_clash(name: str) -> None:
    make = MAKERS[name]
    with pytest.raises(InputError, match="nearest: prompt"):
        as_dict(estimate_column(make({"prompt": ["a"]}), "promt", ["qwen-max"]))
    frame = make({"prompt": ["a"], "tokens_error": ["b"]})
    with pytest.raises(InputError, match="is there already"):
        as_dict(estimate_column(frame, "prompt", ["qwen-max"]))


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
def test_a_data_set_of_ray_gets_the_same_columns() -> None:
    import ray  # noqa: PLC0415
    import ray.data  # noqa: PLC0415

    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="ERROR")
    try:
        ray.data.DataContext.get_current().enable_progress_bars = False
        frame = ray.data.from_arrow(pa.table({"prompt": TEXTS}))
        added = estimate_column(frame, "prompt", ["qwen-max"], sending=SENDING)
        found = pa.Table.from_pylist(added.take_all()).to_pydict()
        with pytest.raises(InputError, match="nearest: prompt"):
            estimate_column(frame, "promt", ["qwen-max"])
    finally:
        ray.shutdown()
    assert found["qwen_max_tokens"] == EXPECTED["qwen_max_tokens"]
    assert list(found) == list(EXPECTED)


def test_the_index_of_pandas_is_kept_and_its_integers_know_missing_ones() -> None:
    found = estimate_column(of_pandas({"prompt": TEXTS}), "prompt", ["qwen-max"])
    assert found.index.tolist() == [5, 6, 7, 8]
    assert str(found["qwen_max_tokens"].dtype) == "Int64"


def test_a_column_of_pandas_that_holds_anything_is_refused() -> None:
    with pytest.raises(InputError, match="holds not only text"):
        estimate_column(of_pandas({"prompt": ["a", 1, None, "b"]}), "prompt", ["qwen-max"])


def test_expressions_of_polars_have_a_namespace() -> None:
    import tokest.frames.polars  # noqa: F401, PLC0415  # which makes it known

    column: Any = pl.col("prompt")
    found = pl.LazyFrame({"prompt": TEXTS}).select(
        column.tokest.tokens("qwen-max"),
        column.tokest.estimate(["gpt-5.5"], sending=SENDING).alias("all"),
    )
    assert found.collect()["qwen_max_tokens"].to_list() == [2, None, 1, 0]
    assert list(found.collect_schema()["all"].to_schema()) == [
        "gpt_5_5_tokens",
        "gpt_5_5_low",
        "gpt_5_5_high",
        "gpt_5_5_cost_usd",
        "tokens_error",
    ]


@pytest.fixture
def connection() -> Iterator[Any]:
    with duckdb.connect() as connected:
        yield connected
        connected.remove_function("tokest_estimate")


def test_duckdb_has_a_function(connection: Any) -> None:
    register(connection, ["qwen-max"])
    query = "select tokest_estimate(x).qwen_max_tokens from (values ('Hello World'), (null)) v(x)"
    assert connection.sql(query).fetchall() == [(2,), (None,)]


def test_what_is_no_frame_is_refused() -> None:
    with pytest.raises(InputError, match=r"is a builtins.list; known are frames of pandas"):
        estimate_column(["a"], "prompt", ["qwen-max"])
    for other in (pd.Series(["a"]), pl.Series(["a"]), pa.array(["a"]), duckdb.connect()):
        with pytest.raises(InputError, match="frame: is a"):
            estimate_column(other, "prompt", ["qwen-max"])


@pytest.mark.parametrize("name", ["pandas", "polars", "pyarrow"])
def test_a_frame_loads_no_library_but_its_own(name: str) -> None:
    make = {
        "pandas": "pandas.DataFrame({'p': ['a']})",
        "polars": "polars.DataFrame({'p': ['a']})",
        "pyarrow": "pyarrow.table({'p': ['a']})",
    }[name]
    code = (
        f"import {name}, sys; from tokest.frames import estimate_column\n"
        f"estimate_column({make}, 'p', ['qwen-max'])\n"
        # PyArrow loads pandas by itself, where it is installed.
        "print(*{'polars', 'duckdb', 'daft', 'ray', 'pyspark'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) <= {name}
