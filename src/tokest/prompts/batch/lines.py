"""Lines of a batch file, one at a time, however long, broken or odd they are."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from tokest.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_BYTES: Final = 64_000_000
"""A longer line is passed over: no provider takes a tenth of it."""

BOM: Final = b"\xef\xbb\xbf"
WIDE_BOMS: Final = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank: its number from 1, its bytes, and whether it was too long."""

    number: int
    raw: bytes
    size: int
    whole: bool = True


def read_lines(file: BinaryIO) -> Iterator[Line]:
    r"""Read lines until the file ends; blank ones only count.

    >>> from io import BytesIO
    >>> [(line.number, line.raw) for line in read_lines(BytesIO(b'\xef\xbb\xbf{}\r\n\n[]'))]
    [(1, b'{}'), (3, b'[]')]
    """
    number = 0
    while raw := file.readline(MOST_BYTES):
        number += 1
        size = len(raw)
        if size == MOST_BYTES and not raw.endswith(b"\n"):
            yield Line(number, b"", size + _skip(file), whole=False)
            continue
        text = (raw.removeprefix(BOM) if number == 1 else raw).strip()
        if text:
            yield Line(number, text, size)


def parse_line(line: Line) -> Any:  # noqa: ANN401  # any JSON
    """Read the JSON of a line.

    Raises
    ------
    InputError
        with the column of what is wrong.

    Examples
    --------
    >>> parse_line(Line(7, b'{"a": 1', 7))
    Traceback (most recent call last):
    tokest.errors.InputError: column 8: no JSON: Expecting ',' delimiter (is the line cut short?)
    """
    if not line.whole:
        raise InputError("column 1", f"longer than {MOST_BYTES:,} bytes")
    if line.number == 1 and line.raw.startswith(WIDE_BOMS):
        raise InputError("column 1", "it looks like UTF-16; convert the file to UTF-8 first")
    try:
        text = line.raw.decode()
        return json.loads(text)
    except UnicodeDecodeError as error:
        what = f"byte {line.raw[error.start]:#04x} is not UTF-8"
        raise InputError(f"column {error.start + 1}", what) from None
    except json.JSONDecodeError as error:
        ends = error.pos >= len(text) or error.msg.startswith("Unterminated")
        what = error.msg.removesuffix(" at").removesuffix(" starting")
        hint = " (is the line cut short?)" if ends else ""
        raise InputError(f"column {error.pos + 1}", f"no JSON: {what}{hint}") from None
    except RecursionError:
        raise InputError("column 1", "nested too deeply") from None
    except ValueError:  # a number of thousands of digits
        raise InputError("column 1", "no JSON: a number is too long") from None


def _skip(file: BinaryIO) -> int:
    """Pass over the rest of a line, and say how long it was."""
    passed = 0
    while rest := file.readline(MOST_BYTES):
        passed += len(rest)
        if rest.endswith(b"\n"):
            break
    return passed
