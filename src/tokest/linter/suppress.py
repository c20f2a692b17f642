"""Ignores: in front matter, in the configuration, in comments of the file's own kind."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from tokest.linter.globs import matches
from tokest.linter.values import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tokest.linter.settings import Settings
    from tokest.linter.source import Source
    from tokest.linter.values import Document, Finding

PROJECT: Final = frozenset({"TK104", "TK105", "TK106", "TK202", "TK403", "TK602"})

_SAID: Final = r"tokest:\s{0,9}ignore\[([A-Z0-9,\s]{2,200})\][^\n]{0,200}?"
_COMMENTS: Final = {
    "#": re.compile(rf"#\s{{0,9}}{_SAID}(?=\r?$)", re.MULTILINE),
    "<!--": re.compile(rf"<!--\s{{0,9}}{_SAID}-->", re.MULTILINE),
    "{#": re.compile(rf"\{{#-?\s{{0,9}}{_SAID}-?#\}}", re.MULTILINE),
}


_MAY_HOLD: Final = re.compile(r"T(?:K\d{0,3})?")
"""Codes that the code of some rule could begin with; any other holds for nothing."""


@dataclass(frozen=True, slots=True)
class Ignore:
    """One code that is ignored: where it is said, and the rows it holds for."""

    code: str
    span: Span
    first: int
    last: int
    whole: Span | None = None


class Ignores:
    """What a file says of findings that are to be passed over.

    They are looked up by code, and which of them held for something is found once, at the end: a
    file of nothing but ignores takes no longer than others.
    """

    def __init__(self, document: Document) -> None:
        self.ignores = [
            Ignore(code, span, 1, len(document.source.starts) + 1)
            for code, span in document.ignored
        ]
        if document.comments and "tokest:" in document.source.text:
            self.ignores += _comments(document)
        by_code: dict[str, list[tuple[int, int]]] = {}
        for one in self.ignores:
            if _MAY_HOLD.fullmatch(one.code):
                by_code.setdefault(one.code, []).append((one.first, one.last))
        self._spans = {code: _joined(spans) for code, spans in by_code.items()}
        self._asked: dict[str, list[int]] = {code: [] for code in by_code}

    def holds(self, finding: Finding, start_row: int) -> bool:
        """Whether a finding is ignored; `start_row` is where its prompt begins."""
        held = False
        for length in range(1, len(finding.code) + 1):
            code = finding.code[:length]
            if code in self._spans:
                rows = (finding.row, start_row)
                self._asked[code] += rows
                held = held or any(_within(self._spans[code], row) for row in rows)
        return held

    def codes(self, row: int) -> tuple[str, ...]:
        """Give the codes that are ignored for what begins at a row."""
        return tuple(code for code, spans in self._spans.items() if _within(spans, row))

    def unused(self) -> Iterator[tuple[str, Span, Span | None]]:
        """Give what has suppressed nothing, and its comment if it can go as a whole.

        A rule that sees all prompts together asks later, and is not judged.
        """
        asked = {code: sorted(rows) for code, rows in self._asked.items()}
        used = [_any_between(asked.get(one.code, ()), one.first, one.last) for one in self.ignores]
        needed = {one.whole for one, was_used in zip(self.ignores, used, strict=True) if was_used}
        for one, was_used in zip(self.ignores, used, strict=True):
            if not was_used and one.code not in PROJECT:
                yield one.code, one.span, None if one.whole in needed else one.whole


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join spans of rows that overlap, in their order."""
    found: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def _within(spans: list[tuple[int, int]], row: int) -> bool:
    at = bisect_right(spans, row, key=itemgetter(0))
    return at > 0 and row <= spans[at - 1][1]


def _any_between(rows: Sequence[int], first: int, last: int) -> bool:
    at = bisect_left(rows, first)
    return at < len(rows) and rows[at] <= last


def _comments(document: Document) -> Iterator[Ignore]:
    source = document.source
    blocks: _Blocks | None = None
    for found in _COMMENTS[document.comments].finditer(source.text):
        row = source.place(found.start())[0]
        line = source.line(row)
        first, last = row, row
        start, end = found.span()
        if line.strip() == found[0].strip():  # alone on its line: for the block below, or the file
            blocks = blocks or _Blocks(source)
            last = blocks.end(row)
            start = source.starts[row - 1]
            end = source.starts[row] if row < len(source.starts) else len(source.text)
        for code in found[1].split(","):
            if code.strip():
                yield Ignore(code.strip(), Span(*found.span()), first, last, Span(start, end))


class _Blocks:
    """Where the blocks of a file end, which blank lines part; found for all rows at once."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._rows = rows = len(source.starts)
        filled = [False, *(bool(source.line(row).strip()) for row in range(1, rows + 1)), False]
        self._ends: list[int] = [*range(rows + 2)]
        for row in range(rows - 1, 0, -1):
            if filled[row + 1]:
                self._ends[row] = self._ends[row + 1]
        self._above = [0] * (rows + 1)  # the last row before each that is not blank
        for row in range(2, rows + 1):
            self._above[row] = row - 1 if filled[row - 1] else self._above[row - 1]

    def end(self, row: int) -> int:
        """Give the last row that a comment alone on a row holds for."""
        above = self._above[row]
        if not above:
            return self._rows + 1
        front = self._source.text.startswith("---")
        if front and self._source.line(above).rstrip().endswith("---"):
            return self._rows + 1
        return self._ends[row + 1]


def ignored_by_path(code: str, path: str, settings: Settings) -> bool:
    """Whether the configuration ignores a rule for a file.

    >>> from tokest.linter.settings import Settings
    >>> ignored_by_path("TK501", "tests/a.md", Settings(per_file_ignores=(("tests/**", ("TK5",)),)))
    True
    """
    return bool(settings.per_file_ignores) and any(
        matches(path, pattern) and any(code.startswith(one) for one in codes)
        for pattern, codes in settings.per_file_ignores
    )
