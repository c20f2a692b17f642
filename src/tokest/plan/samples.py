"""Sizes from a log of requests: CSV with a header, or one JSON object a line."""

from __future__ import annotations

import io
import json
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from tokest.errors import FileFormatError, InputError
from tokest.nearest import nearest
from tokest.usage.numbers import number
from tokest.usage.source import Source
from tokest.usage.tables import column_name, heading_of, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_PROBLEMS: Final = 20


def read_sizes(name: str, text: str, column: str) -> tuple[int, ...]:
    r"""Read the numbers of a column, sorted; `name` is for the messages.

    Raises
    ------
    InputError, FileFormatError
        for no such column, no row, or what is no whole number.

    Examples
    --------
    >>> read_sizes("log.csv", "model,input\nqwen-max,300\nqwen-max,200\n", "input")
    (200, 300)
    >>> read_sizes("log.jsonl", '{"usage": {"input": 7}}\n', "usage.input")
    (7,)
    """
    if not text.strip():
        raise InputError(name, "the log is empty")
    sizes: list[int] = []
    problems: list[str] = []
    for line, row in read_rows(name, text):
        value = _look_up(row, column)
        size = _whole(value)
        if size is not None:
            sizes.append(size)
        elif len(problems) < MOST_PROBLEMS:
            problems.append(f"{name}:{line}: {_complaint(value, row, column)}")
    if problems:
        raise FileFormatError(tuple(problems))
    if not sizes:
        raise InputError(name, "the log has a header, and no row")
    return tuple(sorted(sizes))


def read_rows(name: str, text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    r"""Yield the rows of a table with their lines.

    >>> list(read_rows("a.csv", "x\n1\n"))
    [(2, {'x': '1'})]
    """
    is_json = text.lstrip("\ufeff \t\r\n").startswith("{")
    return _json_rows(name, text.removeprefix("\ufeff")) if is_json else _csv_rows(name, text)


def _csv_rows(name: str, text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    source = Source(name=name, open=partial(io.BytesIO, text.encode()))
    heading = heading_of(source.head(), name)
    if heading is None:
        raise FileFormatError((f"{name}:1: is neither CSV nor one JSON object a line",))
    for line, row in rows_of(source, heading):
        yield line, dict(zip(heading.names, row, strict=True))


def _json_rows(name: str, text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for at, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            raise FileFormatError((f"{name}:{at}: not valid JSON",)) from None
        if not isinstance(row, dict):
            raise FileFormatError((f"{name}:{at}: expected an object, as on other lines",))
        yield at, row


def _look_up(row: dict[str, Any], column: str) -> Any:  # noqa: ANN401  # whatever the log holds
    for name in (column, column_name(column)):
        if name in row:
            return row[name]
    found: Any = row
    for part in column.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    return found


def _whole(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        found = number(str(value))
    except ValueError:
        return None
    if found is None or found != found.to_integral_value() or not 0 <= found < 10**12:
        return None
    return int(found)


def _complaint(value: object, row: dict[str, Any], column: str) -> str:
    if value is None:
        close = nearest(column, [str(key) for key in row], most=1)
        hint = f"did you mean {close[0]!r}?" if close else f"there are: {', '.join(map(str, row))}"
        return f"no column {column!r}, {hint}"
    return f"column {column!r}: expected a whole number of tokens, got {str(value)[:40]!r}"
