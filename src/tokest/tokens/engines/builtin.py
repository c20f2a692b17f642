"""The built-in engine: exact counts from ranks, in Python and numpy.

A text is split once, each distinct piece is counted once and remembered, and most pieces are one
token that a dictionary look-up finds. It starts in tens of milliseconds, where engines that build
their own structures need hundreds; what makes it fast on much text (patterns rewritten for `re`,
merges in lockstep) is only made once there is much text.
"""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from tokest.tokens.engines.merging import Merger
from tokest.tokens.engines.protocol import normalized, refuse_surrogates
from tokest.tokens.engines.splitting import (
    ASTRAL,
    ascii_pattern,
    blocks,
    full_pattern,
    grouped,
    plane_pattern,
)

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator, Sequence

    import regex

    from tokest.tokens.engines.protocol import Scheme

CACHE_PIECES: Final = 1 << 18
"""Pieces remembered per scheme; the cache starts again when it would overflow."""

CACHE_LENGTH: Final = 32
"""Longer pieces are not remembered, so that the cache's memory is bounded too (60 MB)."""

GROUP: Final = 1 << 20
"""Characters split and counted together: enough new pieces to merge many in lockstep."""

PIECES: Final = 1 << 16
"""Pieces of a text without a place to cut it that are held at a time."""

PLANE_AFTER: Final = 1 << 20
"""Characters of text that is not ASCII before its pattern is rewritten, which costs as much."""

SHARED: Final = 1 << 23
"""Characters from which on other processes help, which take half a second to start."""

ROUND: Final = 1 << 25
"""Characters handed to processes at once, so that their copies are bounded."""


class BuiltinEngine:
    """Counts tokens of one scheme."""

    name: Final = "builtin"

    def __init__(self, scheme: Scheme) -> None:
        self._scheme = scheme
        self._whole = scheme.ranks if scheme.whole_pieces else {}
        self._known: dict[str, int] = {}
        self._wide = 0  # characters seen of text that is not ASCII
        self._merger = Merger(scheme.ranks)

    def count(self, text: str) -> int:
        """Count the tokens of a text."""
        return self.count_batch([text])[0]

    def count_batch(self, texts: Sequence[str]) -> list[int]:
        """Count the tokens of each text."""
        found: list[int] = []
        for group in grouped((self._ready(text) for text in texts), ROUND):
            if len(group) == 1 and len(group[0]) > GROUP and self._scheme.cuts_lines:
                pieces = grouped(blocks(group[0]), ROUND)
                found.append(sum(chain.from_iterable(map(self._shared, pieces))))
            else:
                found += self._shared(group)
        return found

    def _shared(self, texts: Sequence[str]) -> list[int]:
        characters = sum(map(len, texts))
        if characters < SHARED:
            return self._counted(texts)
        # Most processes never share work; what that needs takes 20 ms to import.
        from tokest.tokens.engines.sharing import processes, shared_counts  # noqa: PLC0415

        return shared_counts(self._scheme, texts, self._counted, processes(characters))

    def _counted(self, texts: Sequence[str]) -> list[int]:
        found: list[int] = []
        for group in grouped(texts, GROUP):
            if len(group[0]) > GROUP:
                found.append(sum(sum(self._counts(some)) for some in self._batches(group[0])))
                continue
            split = [self._split(text) for text in group]
            counts = iter(self._counts([*chain.from_iterable(split)]))
            found += [sum(islice(counts, len(pieces))) for pieces in split]
        return found

    def spans(self, text: str) -> list[int]:
        """Give where each token ends, in bytes of the normalised text."""
        found: list[int] = []
        start = 0
        for piece in chain.from_iterable(self._batches(self._ready(text))):
            raw = piece.encode()
            ends = [len(raw)] if raw in self._whole else self._merger.ends(raw)
            found += [start + end for end in ends]
            start += len(raw)
        return found

    def _ready(self, text: str) -> str:
        refuse_surrogates(text)
        return normalized(text, self._scheme)

    def _batches(self, text: str) -> Iterator[list[str]]:
        """Split a text of any length, some of it at a time."""
        if not self._scheme.cuts_lines:
            yield from self._endless(text)
            return
        for group in grouped(blocks(text), GROUP):
            if len(group) == 1 and len(group[0]) > GROUP:
                yield from self._endless(group[0])
            else:
                yield [*chain.from_iterable(map(self._split, group))]

    def _endless(self, text: str) -> Iterator[list[str]]:
        found = (match[0] for match in self._pattern(text).finditer(text))
        while pieces := list(islice(found, PIECES)):
            yield pieces

    def _split(self, text: str) -> list[str]:
        pattern = self._pattern(text)
        if pattern.groups:  # findall would give those
            return [match[0] for match in pattern.finditer(text)]
        return pattern.findall(text)

    def _pattern(self, text: str) -> re.Pattern[str] | regex.Pattern[str]:
        pattern = self._scheme.pattern
        if text.isascii():
            return ascii_pattern(pattern) or full_pattern(pattern)
        self._wide += len(text)
        if self._wide < PLANE_AFTER or ASTRAL.search(text):
            return full_pattern(pattern)
        return plane_pattern(pattern) or full_pattern(pattern)

    def _counts(self, pieces: list[str]) -> list[int]:
        """Count the tokens of each piece."""
        known = self._known
        new = set(pieces).difference(known)
        if new:
            known.update(zip(new, self._measured(new), strict=True))
        found = list(map(known.__getitem__, pieces))
        if len(known) > CACHE_PIECES:
            known.clear()
        for piece in new:
            if len(piece) > CACHE_LENGTH:
                known.pop(piece, None)
        return found

    def _measured(self, pieces: Iterable[str]) -> list[int]:
        """Count the tokens of distinct pieces that are not known."""
        raw = list(map(str.encode, pieces))
        merged = iter(self._merger.lengths([one for one in raw if one not in self._whole]))
        return [1 if one in self._whole else next(merged) for one in raw]


def supports(_scheme: Scheme, _texts: Sequence[str]) -> bool:
    """Say whether it counts these texts: it counts any."""
    return True


def start(scheme: Scheme) -> BuiltinEngine:
    """Start the engine."""
    return BuiltinEngine(scheme)
