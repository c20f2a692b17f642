"""Tables in text: dialect and header found, rows streamed with their line."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tokest.errors import FileFormatError
from tokest.nearest import nearest
from tokest.usage.source import encoding_of, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tokest.usage.source import Source

_DELIMITERS: Final = ",\t;|"
_BLANK: Final = f"{_DELIMITERS} \r\ufeff"
_BEFORE: Final = frozenset({"", "sep="})
"""What may stand above a heading: blank lines, and what tells Excel the separator."""

_BRACKETS: Final = re.compile(r"[（(].*?[)）]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The first line of a table, and what separates its fields."""

    names: tuple[str, ...]
    delimiter: str

    def has(self, *names: str) -> bool:
        """Tell whether all of these columns are there."""
        return set(names) <= set(self.names)


def heading_of(head: bytes, name: str) -> Heading | None:
    r"""Read the heading of a table; ``None`` if the text is none.

    >>> heading_of("资源信息/实例ID（出账粒度）,用量信息/用量\n".encode(), "bill.csv").names
    ('实例ID', '用量')
    """
    text = head.decode(encoding_of(head, name), "ignore")
    lines = text.splitlines()
    first = next((line for line in lines if line.strip(_BLANK) not in _BEFORE), "")
    if not first or first.lstrip("\ufeff")[:1] in ("{", "["):
        return None
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        row = next(csv.reader([first], delimiter=delimiter), [])
    except csv.Error:
        return None
    return Heading(names=tuple(map(column_name, row)), delimiter=delimiter)


def column_name(text: str) -> str:
    """Give a column's name without the group before it and the remark after it.

    >>> column_name("应付信息/应付金额（含税）")
    '应付金额'
    """
    return _BRACKETS.sub("", text.strip().strip("\ufeff\"'").rpartition("/")[2]).strip()


def rows_of(source: Source, heading: Heading) -> Iterator[tuple[int, list[str]]]:
    """Give the rows below the heading, each with the line on which it ends.

    Raises
    ------
    FileFormatError
        for a row with another number of fields, and for quoting that does not end.
    """
    lines = lines_of(source, source.head())
    reader = csv.reader(lines, delimiter=heading.delimiter)
    width = len(heading.names)
    try:
        while "".join(next(reader, ["end"])).strip(_BLANK) in _BEFORE:
            pass
        for row in reader:
            if len(row) == width:
                yield reader.line_num, row
            elif any(row):
                what = f"has {len(row)} fields, the heading {width}; is the file whole?"
                raise FileFormatError((f"{source.name}:{reader.line_num}: {what}",))
    except csv.Error as error:
        raise FileFormatError((f"{source.name}:{reader.line_num}: {error}",)) from None


def column(heading: Heading, *names: str) -> int:
    """Give the place of the first of these columns that is there, -1 if none is.

    >>> column(Heading(names=("a", "b"), delimiter=","), "x", "b")
    1
    """
    return next((heading.names.index(name) for name in names if name in heading.names), -1)


def wanted(heading: Heading, name: str, where: str) -> int:
    """Give the place of a column that must be there."""
    found = column(heading, name)
    if found < 0:
        close = nearest(name, heading.names, most=1) or heading.names[:12]
        raise FileFormatError((f"{where}:1: no column {name!r} (there are: {', '.join(close)})",))
    return found


def cell(row: Sequence[str], at: int) -> str:
    """Give a field of a row; a column that is not there is empty.

    >>> cell(["a", "b"], 1), cell(["a", "b"], -1)
    ('b', '')
    """
    return row[at] if at >= 0 else ""
