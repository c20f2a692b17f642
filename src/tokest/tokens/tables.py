"""The table method: counts expected from the window tables, for texts in batches."""

from __future__ import annotations

import lzma
from dataclasses import dataclass
from functools import cache
from math import ceil
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from tokest.documents.kinds import Choice, Count, Flag, Many, Number, Record, Text
from tokest.documents.reading import read
from tokest.kernels.windows import PAD, UNIT, Level, Tables, expected_units
from tokest.resources import data_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from numpy.typing import NDArray

SIZES: Final = {"words": 1 << 17, "windows0": 1 << 17, "windows1": 1 << 18, "windows2": 1 << 15}
"""Slots of each part, in the order of the files; tools/table_counts.py has the same."""

BATCH: Final = 1 << 20
"""Characters gathered for one pass of the kernel."""

MOSTLY_ASCII: Final = 0.9

LONGEST_TOKEN: Final = 128
"""Bytes of the longest token in most vocabularies, a run of blanks; windows cannot see so far."""
_FACTOR_PARTS: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Bounds of the true count as factors of an estimate of at most `up_to` tokens."""

    ascii: bool
    low: Decimal
    high: Decimal
    up_to: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """What a table's numbers are worth, measured on sources held out of its counting."""

    name: str
    factor: Decimal
    error: tuple[Decimal, Decimal, Decimal]
    intervals: tuple[Interval, ...]


@dataclass(frozen=True, slots=True)
class Guess:
    """A count expected from a table, and its 90 % interval."""

    tokens: int
    low: int
    high: int


def table_guesses(texts: Sequence[str], names: Sequence[str]) -> list[list[Guess]]:
    """Expect the tokens of texts in encodings that have a table.

    The texts must have a UTF-8 form. The outer list goes by text, the inner by encoding.

    >>> [[guess]] = table_guesses(["Hello World"], ["deepseek_v3"])
    >>> guess.low <= guess.tokens <= guess.high
    True
    """
    tables, qualities = load_tables(tuple(names)), [find_quality(name) for name in names]
    found: list[list[Guess]] = []
    for batch in _batches(texts):
        units, is_ascii = _sums(batch, tables)
        for text, column, plain in zip(batch, units.T, is_ascii, strict=True):
            mostly = bool(plain >= MOSTLY_ASCII * len(text))
            found.append(
                [
                    _guess(int(unit), quality, text, mostly_ascii=mostly)
                    for unit, quality in zip(column, qualities, strict=True)
                ]
            )
    return found


def table_names() -> tuple[str, ...]:
    """List the encodings that have a table."""
    return tuple(_qualities())


def find_quality(name: str) -> Quality:
    """Find the quality of an encoding's table."""
    return _qualities()[name]


@cache
def load_tables(names: tuple[str, ...]) -> Tables:
    """Unpack the keys and the values of some encodings."""
    letters, prints = _keys()
    columns = [_values(name) for name in names]
    scale = np.round((np.arange(256) / 255) ** 2 * 4 * UNIT).astype(np.int16)
    levels = {
        part: Level(prints[part], scale[np.stack([parts[part] for parts, _ in columns])])
        for part in SIZES
    }
    windows = (levels["windows0"], levels["windows1"], levels["windows2"])
    floor = np.stack([floor for _, floor in columns])
    return Tables(letters, levels["words"], windows, floor)


def _batches(texts: Sequence[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    size = 0
    for text in texts:
        batch.append(text)
        size += len(text)
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _sums(texts: list[str], tables: Tables) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Sum the units of each text, int64[E, texts], and its ASCII characters, int64[texts]."""
    pad = "\0" * PAD
    joined = pad + "".join(text + pad for text in texts) + pad
    codes = np.frombuffer(joined.encode("utf-32-le"), np.uint32)
    units = expected_units(codes, tables)
    starts = np.cumsum([0, *(len(text) + PAD for text in texts[:-1])])
    sizes = np.array([len(text) for text in texts])
    wide = np.add.reduceat(codes[PAD:-PAD] >= 0x80, starts, dtype=np.int64)  # noqa: PLR2004
    return np.add.reduceat(units, starts, axis=1, dtype=np.int64), sizes - wide


def _guess(units: int, quality: Quality, text: str, *, mostly_ascii: bool) -> Guess:
    if not text:
        return Guess(0, 0, 0)
    size = len(text.encode())
    parts = units * int(quality.factor * _FACTOR_PARTS)
    expected = (2 * parts + UNIT * _FACTOR_PARTS) // (2 * UNIT * _FACTOR_PARTS)
    tokens = max(1, expected, -(-size // LONGEST_TOKEN))
    bounds = next(
        interval
        for interval in quality.intervals
        if interval.ascii == mostly_ascii and (interval.up_to is None or tokens <= interval.up_to)
    )
    low = max(1, min(tokens, int(tokens * bounds.low)))
    high = max(tokens, ceil(tokens * bounds.high))
    return Guess(tokens, low, min(max(tokens, size), high))


@cache
def _keys() -> tuple[NDArray[np.uint8], dict[str, NDArray[np.uint16]]]:
    raw = lzma.decompress(data_file("tables/keys.xz").read_bytes())
    letters, rest = np.frombuffer(raw[: 1 << 16], np.uint8), raw[1 << 16 :]
    ends = np.cumsum(list(SIZES.values()))[:-1]
    parts = np.split(np.frombuffer(rest, np.uint16), ends)
    return letters, dict(zip(SIZES, parts, strict=True))


def _values(name: str) -> tuple[dict[str, NDArray[np.uint8]], NDArray[np.int32]]:
    raw = lzma.decompress(data_file(f"tables/{name}.xz").read_bytes())
    ends = np.cumsum(list(SIZES.values()))
    *parts, floor = np.split(np.frombuffer(raw, np.uint8), ends)
    return dict(zip(SIZES, parts, strict=True)), np.frombuffer(floor.tobytes(), np.int32)


@cache
def _qualities() -> dict[str, Quality]:
    text = data_file("tables.yaml").read_text("utf-8")
    found: dict[str, Any] = read(text, "tables.yaml", _REPORT)
    return {quality.name: quality for quality in found["encodings"]}


def _error(**parts: Decimal) -> tuple[Decimal, Decimal, Decimal]:
    return parts["median"], parts["p90"], parts["total"]


_FACTOR: Final = Number(maximum=10)
_INTERVAL: Final = Record(
    Interval, {"ascii": Flag(), "low": _FACTOR, "high": _FACTOR}, {"up_to": Count(minimum=1)}
)
_ERRORS: Final = {"median": _FACTOR, "p90": _FACTOR, "total": Number(minimum=-1)}
_QUALITY: Final = Record(
    Quality,
    {
        "name": Text(),
        "factor": _FACTOR,
        "error": Record(_error, _ERRORS),
        "intervals": Many(_INTERVAL, at_least=1),
    },
)
_CORPUS: Final = Record(
    dict, {"name": Text(), "sha256": Text(), "documents": Count(), "bytes": Count()}
)
_REPORT: Final = Record(
    dict,
    {
        "version": Choice(("1",)),
        "corpora": Many(_CORPUS),
        "documents": Count(),
        "bytes": Count(),
        "encodings": Many(_QUALITY),
    },
)
