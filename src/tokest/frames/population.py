"""The clusters that a data set is sampled by: blocks of lines, row groups, batches, whole files."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from tokest.frames.files import cannot_read, reader
from tokest.frames.readers.parts import Part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tokest.frames.readers.parts import Source

BLOCK: Final = 1 << 16
"""Bytes of a block of lines: many rows, and quickly read."""


@dataclass(frozen=True, slots=True)
class _Blocks:
    """The blocks of a file of lines, made when they are asked for: a large one has millions."""

    source: Source

    def __len__(self) -> int:
        return (self.source.size + BLOCK - 1) // BLOCK

    def __getitem__(self, number: int) -> Part:
        start = number * BLOCK
        stop = min(start + BLOCK, self.source.size)
        return Part(source=self.source, start=start, stop=stop, size=stop - start)


class Population:
    """All clusters in the order of their files.

    Files that cannot be read in parts are `whole`: all of each is counted.
    """

    def __init__(self, sources: Sequence[Source], column: str) -> None:
        self.whole: list[Part] = []
        self.problems: list[str] = []
        self._segments: list[Sequence[Part] | _Blocks] = []
        for source in sources:
            self._add(source, column)
        self._ends = [*accumulate(len(segment) for segment in self._segments)]

    def _add(self, source: Source, column: str) -> None:
        if source.format == "jsonl" and not source.compression:
            self._segments.append(_Blocks(source))
            return
        try:
            parts = reader(source.format).parts(source, column, 1)
        except (MemoryError, OSError, ValueError) as error:
            self.problems.append(cannot_read(source, error))
            return
        if source.format in {"csv", "jsonl"}:
            self.whole += parts
        elif parts:
            self._segments.append(parts)

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def __getitem__(self, number: int) -> Part:
        segment = bisect_right(self._ends, number)
        before = self._ends[segment - 1] if segment else 0
        return self._segments[segment][number - before]

    @property
    def size(self) -> int:
        """The sizes of all clusters together."""
        total = 0
        for segment in self._segments:
            if isinstance(segment, _Blocks):
                total += segment.source.size
            else:
                total += sum(part.size for part in segment)
        return total
