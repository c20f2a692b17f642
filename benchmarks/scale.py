"""Time scans beside what they are made of: the kernel, an engine, one process, DuckDB, Spark.

    python benchmarks/scale.py --corpus documents.jsonl.xz
    python benchmarks/scale.py --corpus documents.jsonl.xz --spark --megabytes 400

Times are wall-clock seconds and processor seconds of all processes together, the best of the
rounds; on a machine with other work only the latter say much.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final

import duckdb
import pyarrow as pa
from pyarrow import parquet

from corpus import describe, read_documents
from tokest.frames import Options, scan
from tokest.frames.capacity import Machine, capacity
from tokest.frames.duckdb import register
from tokest.frames.job import make_job
from tokest.frames.kernel import count_array
from tokest.tokens.encodings import find_encoding
from tokest.tokens.targets import engine_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tokest.tokens.targets import MethodChoice

MODEL: Final = "qwen-max"
METHODS: Final[tuple[MethodChoice, ...]] = ("table", "exact")

LONGEST: Final = 4000
"""Characters of a row at most: documents are cut, as prompts are shorter than books."""

NODE: Final = ("a node of 16 cores", 16, Decimal("0.80"))
"""A price of the size that clouds ask for such a node by the hour; put your own in its place."""


@dataclass(frozen=True, slots=True)
class Spent:
    """What a run took."""

    wall: float
    cpu: float


def spend(run: Callable[[], object], rounds: int) -> Spent:
    """Time a run, with the processes that it starts and waits for."""
    found = []
    for _ in range(rounds):
        wall, cpu = time.perf_counter(), _cpu()
        run()
        found.append(Spent(time.perf_counter() - wall, _cpu() - cpu))
    return Spent(min(one.wall for one in found), min(one.cpu for one in found))


def _cpu() -> float:
    usages = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def main() -> None:
    """Run what is asked for and print it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--corpus", type=Path, nargs="+", required=True)
    parser.add_argument("--megabytes", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--spark", action="store_true")
    args = parser.parse_args()
    documents = read_documents(args.corpus)
    print(describe(args.corpus, documents))
    rows = [
        document.text[i : i + LONGEST]
        for document in documents
        for i in range(0, len(document.text), LONGEST)
    ]
    size = sum(len(row.encode()) for row in rows)
    rows *= max(1, args.megabytes * 1_000_000 // size)
    with tempfile.TemporaryDirectory() as folder:
        _run(rows, Path(folder), args.rounds, spark=args.spark)


def _run(rows: list[str], folder: Path, rounds: int, *, spark: bool) -> None:
    column = pa.array(rows)
    size = column.nbytes / 1e6
    files = folder / "rows.parquet", folder / "rows.jsonl"
    parquet.write_table(pa.table({"text": column}), files[0], row_group_size=5000)
    with files[1].open("w", encoding="utf-8") as out:
        out.writelines(json.dumps({"text": row}, ensure_ascii=False) + "\n" for row in rows)
    print(f"{len(rows):,} rows, {size:,.0f} MB of text, {os.cpu_count()} cores\n")
    print(f"{'run':44} {'wall s':>8} {'cpu s':>8} {'MB/s':>8} {'MB/cpu s':>9}")
    spent: dict[str, Spent] = {}
    for name, run in _runs(column, files):
        spent[name] = spend(run, rounds)
        _show(name, spent[name], size)
    for cores in (1, 2) if spark else ():
        for name, seconds in _spark(files[0], cores, rounds):
            _show(name, seconds, size)
    one, two = spent["scan Parquet, table, 1 process"], spent["scan Parquet, table, 2 processes"]
    scaling = one.wall / two.wall / 2
    kernel = spent["kernel, table"].cpu / one.cpu
    print(f"\nscan over kernel (cpu) {kernel:.2f}; 2 processes over 1: {2 * scaling:.2f}")
    speed = size * 1e6 / one.cpu
    _plan(speed, min(1.0, max(scaling, 0.1)))


def _runs(column: pa.Array, files: tuple[Path, Path]) -> Iterator[tuple[str, Callable[[], object]]]:
    table = make_job([MODEL], method="table")
    yield "kernel, table", lambda: count_array(column, table)
    strings = column.to_pylist()
    ahead = column.nbytes
    engine = engine_for(find_encoding("qwen"), strings[:1], ahead)
    yield f"engine {engine.name}, exact", lambda: engine.count_batch(strings)
    exact = replace(make_job([MODEL]), ahead=ahead)
    yield "kernel, exact", lambda: count_array(column, exact)
    for file, form in zip(files, ("Parquet", "JSON lines"), strict=True):
        for method in METHODS:
            for many in (1, 2):
                what = "process" if many == 1 else "processes"
                yield f"scan {form}, {method}, {many} {what}", _scan(file, method, many)
    with duckdb.connect() as connected:
        register(connected, [MODEL], method="table")
        query = f"select sum(tokest_estimate(text).qwen_max_tokens) from '{files[0]}'"  # noqa: S608
        yield "DuckDB, table, its threads", connected.sql(query).fetchall
        connected.remove_function("tokest_estimate")


def _scan(file: Path, method: MethodChoice, processes: int) -> Callable[[], object]:
    options = Options(processes=processes)
    return lambda: scan([str(file)], "text", [MODEL], method=method, options=options)


def _spark(file: Path, cores: int, rounds: int) -> Iterator[tuple[str, Spent]]:
    from pyspark.sql import SparkSession  # noqa: PLC0415  # only where it is asked for

    from tokest.frames.spark import estimates  # noqa: PLC0415

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    begun = time.perf_counter()
    builder = SparkSession.builder.master(f"local[{cores}]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.sql.files.maxPartitionBytes", 16 << 20)
    session = builder.getOrCreate()
    session.range(1).mapInArrow(lambda batches: batches, "id long").collect()
    print(f"Spark local[{cores}] starts in {time.perf_counter() - begun:.1f} s")

    def run() -> object:  # a data frame of its own each time: Spark keeps what one has shuffled
        frame = session.read.parquet(str(file))
        added = estimates(frame, "text", [MODEL], method="table")
        return added.agg({f"{MODEL.replace('-', '_')}_tokens": "sum"}).collect()

    run()  # loads the tables of the workers
    yield f"Spark, table, local[{cores}]", spend(run, rounds)
    session.stop()


def _show(name: str, spent: Spent, size: float) -> None:
    wall = f"{name:44} {spent.wall:8.2f}"
    if name.startswith("Spark"):  # whose processes are not ours to ask for their time
        print(f"{wall} {'-':>8} {size / spent.wall:8.1f}", flush=True)
        return
    speeds = f"{size / spent.wall:8.1f} {size / spent.cpu:9.1f}"
    print(f"{wall} {spent.cpu:8.2f} {speeds}", flush=True)


def _plan(speed: float, scaling: float) -> None:
    what, cores, hour = NODE
    machine = Machine(cores=cores, bytes_a_second=speed, scaling=scaling, hour=hour)
    print(f"\n10 TB on {what} at {hour} USD an hour, {speed / 1e6:.0f} MB/s a core:")
    for nodes in (1, 10, 40):
        found = capacity(10**13, machine, nodes=nodes, start=180)
        print(f"{nodes:4} nodes: {found.hours:6.1f} h, {found.cost} USD")


if __name__ == "__main__":
    main()
