"""The built-in engine: exact counts from a packed vocabulary, in plain Python.

A text is split once by the encoding's pattern, each distinct piece is counted once, and most
pieces are one token that a dictionary look-up finds. It starts in tens of milliseconds, where
engines that build their own structures need hundreds.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Final

import regex

from tokest.errors import InputError
from tokest.tokens.bpe import merged_length
from tokest.tokens.normalize import nfc
from tokest.tokens.vocabulary import load_ranks

if TYPE_CHECKING:
    from tokest.tokens.encodings import Encoding

CACHE_PIECES: Final = 1 << 16
"""Pieces remembered per encoding; the cache starts again when it is full."""

CACHE_LENGTH: Final = 256
"""Longer pieces are not remembered, so that the cache's memory is bounded too."""


class BuiltinEngine:
    """Counts tokens of one encoding."""

    def __init__(self, encoding: Encoding) -> None:
        self._pattern = regex.compile(encoding.pattern)
        self._normalize = nfc if encoding.normalize == "NFC" else None
        self._ranks = load_ranks(encoding.vocabulary.file, encoding.vocabulary.size)
        self._whole = self._ranks if encoding.whole_pieces else {}
        self._lengths: dict[str, int] = {}

    def count(self, text: str) -> int:
        """Count the tokens of a text; spellings of special tokens count as plain text.

        Raises
        ------
        InputError
            when the text holds a lone surrogate, which has no UTF-8 form.
        """
        refuse_surrogates(text)
        if self._normalize:
            text = self._normalize(text)
        pieces = Counter(map(regex.Match.group, self._pattern.finditer(text)))
        return sum(times * self._length(piece) for piece, times in pieces.items())

    def _length(self, piece: str) -> int:
        known = self._lengths.get(piece)
        if known is not None:
            return known
        raw = piece.encode()
        tokens = 1 if raw in self._whole else merged_length(raw, self._ranks)
        if len(piece) <= CACHE_LENGTH:
            if len(self._lengths) >= CACHE_PIECES:
                self._lengths.clear()
            self._lengths[piece] = tokens
        return tokens


@cache
def engine(encoding: Encoding) -> BuiltinEngine:
    """Give the engine of an encoding, loading its vocabulary at the first call."""
    return BuiltinEngine(encoding)


def refuse_surrogates(text: str) -> None:
    """Refuse text without a UTF-8 form, naming the place.

    >>> refuse_surrogates("ok")
    """
    try:
        text.encode()
    except UnicodeEncodeError as error:
        row = text.count("\n", 0, error.start) + 1
        column = error.start - text.rfind("\n", 0, error.start)
        what = f"lone surrogate U+{ord(text[error.start]):04X} is not text"
        raise InputError(f"line {row}, column {column}", what) from None
