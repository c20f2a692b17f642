"""Tables for a terminal before a person's eyes: as wide as it is, coloured by sense."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tokest.render.plain import cell_text, visible, width
from tokest.render.table import for_people, part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokest.render.table import Column, Table

GAP: Final = 2
"""Blanks between columns."""

LONGEST: Final = 24
"""Terminal columns of a word from which on it is broken."""

EASY: Final = 16
"""Terminal columns that a text of some words keeps, as long as extra columns can go instead."""

_STYLES: Final = {
    "title": "\x1b[1m",
    "head": "\x1b[1m",
    "remark": "\x1b[33m",
    "calm": "\x1b[32m",
    "note": "\x1b[2m",
}
_PLAIN: Final = "\x1b[0m"
"""Select Graphic Rendition, https://www.ecma-international.org/publications-and-standards/standards/ecma-48/
section 8.3.117."""

_WORD: Final = re.compile(r"\s*\S+")


def screen(table: Table, columns: int, *, colours: bool) -> str:
    r"""Lay a table out for a terminal of so many columns.

    Headings and words are wrapped where they do not fit; if that is not enough, extra columns are
    left out from the right, and named.

    >>> from tokest.render.table import Column, Table
    >>> table = Table(columns=(Column("input tokens", "count"),), rows=((1200,),))
    >>> print(screen(table, 8, colours=False), end="")
     input
    tokens
    ------
     1,200
    """
    shown, left_out = _shown(for_people(table), columns)
    sheet = _sheet(shown, columns, EASY)
    if not _fits(sheet, columns):
        sheet = _sheet(shown, columns)
    paint = _Paint(colours)
    lines = [*_title(table, columns, paint), *_body(sheet, paint)]
    notes = list(table.notes)
    if left_out:
        notes.append(f"narrow screen: without {', '.join(left_out)}")
    lines += [""] * bool(notes)
    for note in notes:
        lines += [paint("note", line) for line in _wrapped(visible(note), max(columns, LONGEST))]
    return "".join(f"{line}\n" for line in lines)


@dataclass(frozen=True, slots=True)
class _Paint:
    colours: bool

    def __call__(self, style: str, text: str) -> str:
        if not self.colours or style not in _STYLES or not text.strip():
            return text
        return f"{_STYLES[style]}{text}{_PLAIN}"


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Cells as text, and how wide each column is drawn."""

    columns: tuple[Column, ...]
    rows: list[list[str]]
    widths: list[int]
    sums: int


def _title(table: Table, columns: int, paint: _Paint) -> Iterator[str]:
    if table.title:
        for line in _wrapped(visible(table.title), max(columns, LONGEST)):
            yield paint("title", line)
        yield ""


def _shown(table: Table, columns: int) -> tuple[Table, list[str]]:
    """Leave out extra columns from the right, those side by side together, until the rest fits."""
    left_out: list[str] = []
    kept = list(range(len(table.columns)))
    for group in _extra_groups(table.columns):
        if _fits(_sheet(part(table, kept), columns, EASY), columns):
            break
        kept = [at for at in kept if at not in group]
        left_out = [*(table.columns[at].name for at in group), *left_out]
    return part(table, kept), left_out


def _fits(sheet: _Sheet, columns: int) -> bool:
    return sum(sheet.widths) + GAP * (len(sheet.widths) - 1) <= columns


def _extra_groups(columns: tuple[Column, ...]) -> list[list[int]]:
    """Group extra columns that stand side by side, the last first."""
    groups: list[list[int]] = []
    for at, column in enumerate(columns):
        if column.extra and groups and groups[-1][-1] == at - 1:
            groups[-1].append(at)
        elif column.extra:
            groups.append([at])
    return groups[::-1]


def _sheet(table: Table, columns: int, easy: int = 0) -> _Sheet:
    """Choose widths: all that is needed, else words and headings wrapped, the widest first.

    Texts keep `easy` columns, if they need so many.
    """
    rows = [
        [cell_text(cell, column) for cell, column in zip(row, table.columns, strict=True)]
        for row in table.rows
    ]
    every = list(zip(*rows, strict=True)) or [()] * len(table.columns)
    both = list(zip(every, table.columns, strict=True))
    least = [_least(cells, column, easy) for cells, column in both]
    widths = [max(map(width, (column.name, *cells))) for cells, column in both]
    widths = [min(one, max(columns, few)) for one, few in zip(widths, least, strict=True)]
    spare = sum(widths) + GAP * (len(widths) - 1) - columns
    while spare > 0:
        at = max(range(len(widths)), key=lambda one: widths[one] - least[one], default=0)
        if not widths or widths[at] <= least[at]:
            break
        widths[at] -= 1
        spare -= 1
    return _Sheet(
        table.columns,
        rows,
        [_used(at, table, rows, widths) for at in range(len(widths))],
        table.sums,
    )


def _used(at: int, table: Table, rows: list[list[str]], widths: list[int]) -> int:
    """Give the width that a column takes once its cells are wrapped."""
    texts = [table.columns[at].name, *(row[at] for row in rows)]
    return max(width(line) for text in texts for line in _wrapped(text, widths[at]))


def _least(cells: tuple[str, ...], column: Column, easy: int) -> int:
    """Give how narrow a column may be: numbers are never broken, words only if they are long."""
    word = max(map(width, column.name.split()), default=0)
    if column.is_number:
        return max([word, *map(width, cells)])
    words = (width(part) for cell in cells for part in cell.split())
    whole = max(map(width, cells), default=0)
    return max(word, min(max(words, default=0), LONGEST), min(whole, easy))


def _body(sheet: _Sheet, paint: _Paint) -> Iterator[str]:
    names = [column.name for column in sheet.columns]
    yield from _line(names, ["head"] * len(names), sheet, paint, bottom=True)
    yield (" " * GAP).join("-" * size for size in sheet.widths)
    body = len(sheet.rows) - sheet.sums
    for at, row in enumerate(sheet.rows):
        styles = map(_style, row, sheet.columns) if at < body else ["head"] * len(row)
        yield from _line(row, list(styles), sheet, paint)


def _style(cell: str, column: Column) -> str:
    return "calm" if column.kind == "remark" and cell == column.calm else column.kind


def _line(
    cells: list[str], styles: list[str], sheet: _Sheet, paint: _Paint, *, bottom: bool = False
) -> Iterator[str]:
    """Write one row of cells, on as many lines as the longest needs."""
    blocks = [list(_wrapped(cell, size)) for cell, size in zip(cells, sheet.widths, strict=True)]
    high = max(map(len, blocks), default=0)
    for at in range(high):
        parts = []
        for block, size, style, column in zip(
            blocks, sheet.widths, styles, sheet.columns, strict=True
        ):
            line = at - (high - len(block)) if bottom else at
            text = block[line] if 0 <= line < len(block) else ""
            pad = " " * (size - width(text))
            painted = paint(style, text)
            parts.append(pad + painted if column.is_number else painted + pad)
        yield (" " * GAP).join(parts).rstrip()


def _wrapped(text: str, size: int) -> Iterator[str]:
    """Break a text at its blanks, and a word that is too long anywhere."""
    line = ""
    for word in _WORD.findall(text) or [text]:
        if width(line + word) <= size:
            line += word
            continue
        if line:
            yield line
        *whole, line = _broken(word.lstrip(), size)
        yield from whole
    yield line


def _broken(word: str, size: int) -> Iterator[str]:
    """Cut a word into lines of at most this width, of one character at least."""
    start = used = 0
    for at, char in enumerate(word):
        wide = width(char)
        if used + wide > size and at > start:
            yield word[start:at]
            start, used = at, 0
        used += wide
    yield word[start:]
