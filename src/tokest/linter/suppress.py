"""Ignores: in front matter, in the configuration, in comments of the file's own kind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tokest.linter.globs import matches
from tokest.linter.values import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokest.linter.settings import Settings
    from tokest.linter.values import Document, Finding

PROJECT: Final = frozenset({"TK104", "TK105", "TK106", "TK202", "TK403", "TK602"})

_SAID: Final = r"tokest:\s{0,9}ignore\[([A-Z0-9,\s]{2,200})\][^\n]{0,200}?"
_COMMENTS: Final = {
    "#": re.compile(rf"#\s{{0,9}}{_SAID}(?=\r?$)", re.MULTILINE),
    "<!--": re.compile(rf"<!--\s{{0,9}}{_SAID}-->", re.MULTILINE),
    "{#": re.compile(rf"\{{#-?\s{{0,9}}{_SAID}-?#\}}", re.MULTILINE),
}


@dataclass(slots=True)
class Ignore:
    """One code that is ignored: where it is said, and the rows it holds for."""

    code: str
    span: Span
    first: int
    last: int
    whole: Span | None = None
    used: bool = False


class Ignores:
    """What a file says of findings that are to be passed over."""

    def __init__(self, document: Document) -> None:
        self.ignores = [
            Ignore(code, span, 1, len(document.source.starts) + 1)
            for code, span in document.ignored
        ]
        if document.comments and "tokest:" in document.source.text:
            self.ignores += _comments(document)

    def holds(self, finding: Finding, start_row: int) -> bool:
        """Whether a finding is ignored; `start_row` is where its prompt begins."""
        held = False
        for one in self.ignores:
            rows = (finding.row, start_row)
            if finding.code.startswith(one.code) and any(
                one.first <= row <= one.last for row in rows
            ):
                one.used = held = True
        return held

    def codes(self, row: int) -> tuple[str, ...]:
        """Give the codes that are ignored for what begins at a row."""
        return tuple(one.code for one in self.ignores if one.first <= row <= one.last)

    def unused(self) -> Iterator[tuple[str, Span, Span | None]]:
        """Give what has suppressed nothing, and its comment if it can go as a whole.

        A rule that sees all prompts together asks later, and is not judged.
        """
        for one in self.ignores:
            if not one.used and one.code not in PROJECT:
                alone = [other for other in self.ignores if other.whole == one.whole]
                whole = one.whole if not any(other.used for other in alone) else None
                yield one.code, one.span, whole


def _comments(document: Document) -> Iterator[Ignore]:
    source = document.source
    for found in _COMMENTS[document.comments].finditer(source.text):
        row = source.place(found.start())[0]
        line = source.line(row)
        first, last = row, row
        start, end = found.span()
        if line.strip() == found[0].strip():  # alone on its line: for the block below, or the file
            last = _block_end(document, row)
            start = source.starts[row - 1]
            end = source.starts[row] if row < len(source.starts) else len(source.text)
        for code in found[1].split(","):
            if code.strip():
                yield Ignore(code.strip(), Span(*found.span()), first, last, Span(start, end))


def _block_end(document: Document, row: int) -> int:
    source = document.source
    rows = len(source.starts)
    before = source.text[: source.starts[row - 1]]
    if not before.strip() or (before.startswith("---") and before.rstrip().endswith("---")):
        return rows + 1
    last = row + 1
    while last < rows and source.line(last + 1).strip():
        last += 1
    return last


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
