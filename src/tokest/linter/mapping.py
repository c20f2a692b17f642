"""From a decoded text back to its file, character by character."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextMap:
    r"""Runs of a text and where they come from.

    Each run is ``(start in the text, start in the file, length in the text, length in the
    file)``. A run whose lengths are equal is verbatim; another is one escape, such as ``\n``.

    >>> two = TextMap(((0, 10, 3, 3), (3, 13, 1, 2), (4, 15, 2, 2)))
    >>> two.span(2, 5)
    (12, 16)
    """

    runs: tuple[tuple[int, int, int, int], ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give the stretch of the file that a stretch of the text comes from."""
        if end <= start:
            place = self._at(start)[0]
            return place, place
        return self._at(start)[0], self._at(end - 1)[1]

    def verbatim(self, start: int, end: int, text: str) -> bool:
        """Whether the stretch, and the new text for it, stand in the file as they are read."""
        first = self._run(start)
        run = self.runs[first] if self.runs else (0, 0, 0, 0)
        plain = run[2] == run[3] and end <= run[0] + run[2]
        return plain and not set(text) & set("\"'\\\n\r{}`$#:")

    def _at(self, offset: int) -> tuple[int, int]:
        """Give the start and the end in the file of one character."""
        if not self.runs:
            return 0, 0
        text, file, size, wide = self.runs[self._run(offset)]
        inside = offset - text
        if inside >= size:
            return file + wide, file + wide
        if size == wide:
            return file + inside, file + inside + 1
        return file, file + wide

    def _run(self, offset: int) -> int:
        return max(0, bisect_right(self.runs, (offset, float("inf"))) - 1)


def straight(start: int, size: int) -> TextMap:
    """Map a text that stands in its file as it is.

    >>> straight(5, 3).span(0, 3)
    (5, 8)
    """
    return TextMap(((0, start, size, size),))


class MapMaker:
    """Gathers a text and its map, piece by piece."""

    def __init__(self) -> None:
        self.runs: list[tuple[int, int, int, int]] = []
        self.pieces: list[str] = []
        self.size = 0

    def add(self, text: str, start: int, wide: int | None = None) -> None:
        """Add a piece that takes `wide` characters of the file, as many as its own if left out."""
        if not text:
            return
        size = len(text)
        self.runs.append((self.size, start, size, size if wide is None else wide))
        self.pieces.append(text)
        self.size += size

    @property
    def text(self) -> str:
        """Give the text gathered so far."""
        return "".join(self.pieces)

    @property
    def map(self) -> TextMap:
        """Give its map."""
        return TextMap(tuple(self.runs))
