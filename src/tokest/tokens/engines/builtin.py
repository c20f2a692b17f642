"""The built-in engine: exact counts from a packed vocabulary, in plain Python.

A text is split once by the encoding's pattern, each distinct piece is counted once, and most
pieces are one token that a dictionary look-up finds. It starts in tens of milliseconds, where
engines that build their own structures need hundreds.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import regex

from tokest.tokens.bpe import merged_ends
from tokest.tokens.engines.protocol import normalized, refuse_surrogates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tokest.tokens.engines.protocol import Scheme

CACHE_PIECES: Final = 1 << 16
"""Pieces remembered per encoding; the cache starts again when it is full."""

CACHE_LENGTH: Final = 256
"""Longer pieces are not remembered, so that the cache's memory is bounded too."""


class BuiltinEngine:
    """Counts tokens of one scheme."""

    name: Final = "builtin"

    def __init__(self, scheme: Scheme) -> None:
        self._scheme = scheme
        self._pattern = regex.compile(scheme.pattern)
        self._ranks = scheme.ranks
        self._whole = scheme.ranks if scheme.whole_pieces else {}
        self._lengths: dict[str, int] = {}

    def count(self, text: str) -> int:
        """Count the tokens of a text."""
        refuse_surrogates(text)
        text = normalized(text, self._scheme)
        pieces = Counter(map(regex.Match.group, self._pattern.finditer(text)))
        return sum(times * self._length(piece) for piece, times in pieces.items())

    def count_batch(self, texts: Sequence[str]) -> list[int]:
        """Count the tokens of each text."""
        return [self.count(text) for text in texts]

    def spans(self, text: str) -> list[int]:
        """Give where each token ends, in bytes of the normalised text."""
        refuse_surrogates(text)
        found: list[int] = []
        start = 0
        for match in self._pattern.finditer(normalized(text, self._scheme)):
            piece = match[0].encode()
            found += (start + end for end in self._ends(piece))
            start += len(piece)
        return found

    def _length(self, piece: str) -> int:
        known = self._lengths.get(piece)
        if known is not None:
            return known
        tokens = len(self._ends(piece.encode()))
        if len(piece) <= CACHE_LENGTH:
            if len(self._lengths) >= CACHE_PIECES:
                self._lengths.clear()
            self._lengths[piece] = tokens
        return tokens

    def _ends(self, piece: bytes) -> list[int]:
        return [len(piece)] if piece in self._whole else merged_ends(piece, self._ranks)
