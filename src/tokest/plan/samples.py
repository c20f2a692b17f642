"""Sizes from a log of requests: CSV with a header, or one JSON object a line."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any, Final

from tokest.errors import FileFormatError, InputError
from tokest.nearest import nearest

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
    return _json_rows(name, text) if text.lstrip().startswith("{") else _csv_rows(name, text)


def _csv_rows(name: str, text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    reader = csv.DictReader(io.StringIO(text, newline=""))
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        raise FileFormatError((f"{name}:{reader.line_num + 1}: not valid CSV: {error}",)) from None


def _json_rows(name: str, text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            raise FileFormatError((f"{name}:{number}: not valid JSON",)) from None
        if not isinstance(row, dict):
            raise FileFormatError((f"{name}:{number}: expected an object, as on other lines",))
        yield number, row


def _look_up(row: dict[str, Any], column: str) -> Any:  # noqa: ANN401  # whatever the log holds
    if column in row:
        return row[column]
    found: Any = row
    for part in column.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    return found


def _whole(value: object) -> int | None:
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
        return int(value) if len(value) <= 12 else None  # noqa: PLR2004  # more is no size
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**12:
        return value
    return None


def _complaint(value: object, row: dict[str, Any], column: str) -> str:
    if value is None:
        close = nearest(column, [str(key) for key in row], most=1)
        hint = f"did you mean {close[0]!r}?" if close else f"there are: {', '.join(map(str, row))}"
        return f"no column {column!r}, {hint}"
    return f"column {column!r}: expected a whole number of tokens, got {str(value)[:40]!r}"
