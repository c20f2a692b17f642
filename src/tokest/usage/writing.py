"""Records to CSV and Parquet, as a stream."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Protocol, TextIO

from tokest.errors import InputError
from tokest.render.formats.csv import guarded
from tokest.render.plain import digits
from tokest.usage.export import time_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tokest.usage.export import Field
    from tokest.usage.record import UsageRecord

BATCH: Final = 20_000
"""Records that are written to Parquet together."""

PRECISION: Final = 38
SCALE: Final = 15
"""Digits of a decimal in Parquet, and those after its point."""


class Writer(Protocol):
    """Takes records until it is closed."""

    def write(self, record: UsageRecord) -> None:
        """Write one record."""

    def close(self) -> None:
        """Write what is left."""


class CsvWriter:
    """Writes CSV; text that a spreadsheet would run is guarded by an apostrophe."""

    def __init__(self, stream: TextIO, fields: Sequence[Field]) -> None:
        self._writer = csv.writer(stream)
        self._fields = tuple(fields)
        self._writer.writerow([one.name for one in self._fields])

    def write(self, record: UsageRecord) -> None:
        """Write one row."""
        self._writer.writerow([_text(one.value(record)) for one in self._fields])

    def close(self) -> None:
        """Do nothing: rows are written as they come."""


def _text(value: Any) -> str:  # noqa: ANN401  # values of fields
    if value is None:
        return ""
    if isinstance(value, str):
        return guarded(value)
    if isinstance(value, Decimal):
        return digits(value)
    return str(value) if isinstance(value, int) else time_text(value)


@dataclass(slots=True)
class ParquetWriter:
    """Writes Parquet by pyarrow, a few rows at a time."""

    stream: BinaryIO
    fields: tuple[Field, ...]
    rows: list[UsageRecord] = field(default_factory=list)
    _writer: Any = None

    def write(self, record: UsageRecord) -> None:
        """Take one row; write when there are enough."""
        self.rows.append(record)
        if len(self.rows) == BATCH:
            self._flush()

    def close(self) -> None:
        """Write the rest, and the end of the file."""
        self._flush()
        self._writer.close()

    def _flush(self) -> None:
        arrow, parquet = _pyarrow()
        types = {
            "text": arrow.string(),
            "count": arrow.int64(),
            "amount": arrow.decimal128(PRECISION, SCALE),
            "time": arrow.timestamp("us", tz="UTC"),
        }
        schema = arrow.schema([(one.name, types[one.kind]) for one in self.fields])
        if self._writer is None:
            self._writer = parquet.ParquetWriter(self.stream, schema)
        try:
            columns = [
                arrow.array([_value(one.value(row)) for row in self.rows], types[one.kind])
                for one in self.fields
            ]
        except ValueError as error:  # a number of too many digits
            raise InputError("Parquet", f"cannot hold a number: {error}") from None
        self._writer.write_table(arrow.table(columns, schema=schema))
        self.rows.clear()


def _value(value: str | int | Decimal | datetime | None) -> object:
    """Cut a decimal to what a column holds."""
    if isinstance(value, Decimal) and int(value.as_tuple().exponent) < -SCALE:
        return round(value, SCALE)
    return value


def _pyarrow() -> tuple[Any, Any]:
    try:
        import pyarrow as arrow  # noqa: ICN001, PLC0415  # an extra, and heavy
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError:
        what = "needs pyarrow, which is not installed: pip install 'tokest[arrow]'"
        raise InputError("Parquet", what) from None
    return arrow, parquet
