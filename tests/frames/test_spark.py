"""Spark, for real: one local session of two workers, reached through Spark Connect."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from rows_data import MODELS, TEXTS, expected, table
from tokest.errors import InputError
from tokest.frames import Sending, estimate_column
from tokest.frames.spark import estimate_function, estimates, register

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [
    # Spark 4 warns of pandas 3, of which it is given nothing here.
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    if shutil.which("java") is None:
        pytest.fail("the tests of Spark need Java: `make java` installs it, where it may")
    os.environ |= {
        "PYSPARK_PYTHON": sys.executable,
        "PYSPARK_SUBMIT_ARGS": "--conf spark.ui.enabled=false pyspark-shell",
        "SPARK_LOCAL_IP": "127.0.0.1",
    }
    from pyspark.sql import SparkSession  # noqa: PLC0415  # slow to load

    session = SparkSession.builder.remote("local[2]").getOrCreate()
    yield session
    session.stop()


@pytest.fixture(scope="module")
def rows(spark: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    file: Path = tmp_path_factory.mktemp("spark") / "rows.parquet"
    parquet.write_table(table(), file, row_group_size=100)
    return spark.read.parquet(str(file))


def test_the_session_is_one_of_spark_connect(rows: Any) -> None:
    assert type(rows).__module__ == "pyspark.sql.connect.dataframe"


def test_columns_are_added_on_the_workers(rows: Any) -> None:
    added = estimate_column(rows, "text", MODELS, sending=Sending(output_tokens=500))
    found = sorted(added.collect(), key=lambda row: row["id"])
    counts = [[row[f"{name}_tokens"] for row in found] for name in ("qwen_max", "gpt_5_5")]
    assert [[count or 0 for count in column] for column in counts] == expected()
    assert [row["text"] for row in found] == TEXTS
    assert added.schema["qwen_max_cost_usd"].dataType.simpleString() == "double"


def test_totals_are_made_without_rows_on_the_driver(rows: Any) -> None:
    added = estimate_column(rows, "text", MODELS)
    [[total, many]] = added.agg({"qwen_max_tokens": "sum", "*": "count"}).collect()
    assert {total, many} == {sum(expected()[0]), len(TEXTS)}


def test_only_the_columns_to_keep_come_back(rows: Any) -> None:
    found = estimates(rows, "text", ["qwen-max"], keep=["id"]).orderBy("id").limit(20).collect()
    assert found[0].__fields__[:2] == ["id", "qwen_max_tokens"]
    assert [row["qwen_max_tokens"] or 0 for row in found] == expected()[0][:20]


def test_a_bad_row_does_not_fail_the_job(spark: Any) -> None:
    held = pa.table({"text": [b"Hello World", b"a\xff", None]})
    frame = spark.createDataFrame(held)
    found = estimate_column(frame, "text", ["qwen-max"]).collect()
    assert [row["qwen_max_tokens"] for row in found] == [2, None, None]
    assert [row["tokens_error"] for row in found] == [None, "byte 0xff at 1 is not UTF-8", None]


def test_messages_are_counted_as_such(spark: Any) -> None:
    rows = [([{"role": "user", "content": "你是谁？"}],), (None,)]
    frame = spark.createDataFrame(rows, "messages array<struct<role:string, content:string>>")
    found = estimate_column(frame, "messages", ["qwen-max"]).collect()
    assert [row["qwen_max_tokens"] for row in found] == [11, None]


def test_a_column_function_and_a_function_of_sql_give_structs(spark: Any, rows: Any) -> None:
    few = rows.where("id < 20")
    found = few.select("id", estimate_function(["qwen-max"])("text").alias("e"))
    counts = {row["id"]: row["e"]["qwen_max_tokens"] or 0 for row in found.collect()}
    assert [counts[i] for i in range(20)] == expected()[0][:20]
    register(spark, ["qwen-max"])
    few.createOrReplaceTempView("prompts")
    query = "select sum(tokest_estimate(text).qwen_max_tokens) as total from prompts"
    assert spark.sql(query).collect()[0]["total"] == sum(expected()[0][:20])


def test_wrong_columns_are_told_before_anything_runs(rows: Any) -> None:
    with pytest.raises(InputError, match="nearest: text"):
        estimate_column(rows, "txet", MODELS)
    with pytest.raises(InputError, match="holds bigint, not text"):
        estimate_column(rows, "id", MODELS)
    with pytest.raises(InputError, match="is there already"):
        estimate_column(rows.withColumnRenamed("id", "tokens_error"), "text", MODELS)
