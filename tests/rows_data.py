"""A small data set in every format, for tests of scans."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pyarrow as pa
import zstandard
from pyarrow import csv, ipc, parquet

from lines import random_lines
from tokest.tokens.estimate import estimate_many

if TYPE_CHECKING:
    from pathlib import Path

TEXTS: list[str | None] = [
    line.replace("\r", " ").replace("\x00", " ") for line in random_lines()[:600]
]
TEXTS[7], TEXTS[8] = None, ""
MODELS = ["qwen-max", "gpt-5.5"]


def table(texts: list[str | None] = TEXTS) -> pa.Table:
    return pa.table({"id": range(len(texts)), "text": pa.array(texts, pa.string())})


def lines(texts: list[str | None] = TEXTS) -> bytes:
    rows = ({"id": i, "text": text} for i, text in enumerate(texts))
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def write_all(folder: Path) -> dict[str, Path]:
    """Write the texts in every format, and give the files by their endings."""
    files = {
        name: folder / f"rows.{name}"
        for name in ("parquet", "jsonl", "jsonl.gz", "jsonl.zst", "csv", "tsv", "arrow", "arrows")
    }
    parquet.write_table(table(), files["parquet"], row_group_size=100)
    files["jsonl"].write_bytes(lines())
    files["jsonl.gz"].write_bytes(gzip.compress(lines()))
    files["jsonl.zst"].write_bytes(zstandard.compress(lines()))
    csv.write_csv(table(), files["csv"])
    csv.write_csv(table(), files["tsv"], csv.WriteOptions(delimiter="\t"))
    with ipc.new_file(files["arrow"], table().schema) as writer:
        writer.write_table(table(), max_chunksize=100)
    with ipc.new_stream(files["arrows"], table().schema) as writer:
        writer.write_table(table(), max_chunksize=100)
    return files


def expected() -> list[list[int]]:
    """Count the texts one by one, for each model."""
    found = estimate_many([text or "" for text in TEXTS], MODELS)
    return [[row[i].tokens or 0 for row in found] for i in range(len(MODELS))]
