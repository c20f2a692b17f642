"""The arrays that window tables are counted from: a work folder of `token_starts.py`, opened."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from tokest.kernels import words as kernel

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    Array = NDArray[Any]

UNSPACED: Final = (
    (0x0E00, 0x1000),  # Thai, Lao, Tibetan
    (0x1000, 0x10A0),  # Burmese
    (0x1780, 0x1800),  # Khmer
    (0x1950, 0x1AB0),  # their neighbours
    (0x2E80, 0xA4D0),  # Han, kana
    (0xD800, 0xE000),  # surrogates
    (0xF900, 0xFB00),
    (0xFE00, 0xFE10),  # variation selectors
    (0xFF00, 0xFFF0),  # full width
)
"""Ranges whose letters make no words, for nothing stands between words there."""


def kinds() -> Array:
    """Mark digits, and letters and capitals of scripts that put spaces between words."""
    categories = [unicodedata.category(chr(unit)) for unit in range(1 << 16)]
    table = np.array([category[0] in "LM" for category in categories], np.uint8) * kernel.LETTER
    table[[category in {"Lu", "Lt"} for category in categories]] = kernel.CAPITAL
    table[ord("0") : ord("9") + 1] = kernel.DIGIT
    for first, last in UNSPACED:
        table[first:last] = 0
    return table


def alike() -> Array:
    """Give what the unit before a word counts as: all letters are alike, and all digits."""
    table = np.arange(1 << 16).astype(np.uint16)
    table[kinds() > 0] = ord("a")
    table[[chr(unit).isdecimal() for unit in range(1 << 16)]] = ord("0")
    return table


@dataclass(slots=True)
class Work:
    """All documents side by side, and their words.

    Attributes
    ----------
    units : uint16[N]
    spans : int64[2, D]
    document : int32[N]
        The document of each unit, or -1 in a pad.
    first, last : int64[W]
        Words.
    word_hashes : uint64[W]
    covers : int64[W]
        Where each word's count begins: at the space before it, if there is one.
    repository : int32[D]
    """

    folders: Sequence[Path]
    documents: list[dict[str, Any]]
    units: Array
    spans: Array
    document: Array
    first: Array
    last: Array
    word_hashes: Array
    covers: Array
    repository: Array

    def starts(self, name: str) -> Array:
        """Give how many tokens of an encoding start at each unit."""
        parts = [np.load(folder / f"starts_{name}.npy") for folder in self.folders]
        return np.concatenate(parts)

    def counts(self, name: str) -> Array:
        """Give the tokens of each document."""
        return np.concatenate([np.load(folder / f"counts_{name}.npy") for folder in self.folders])

    def cover(self, words: Array) -> Array:
        """Mark the units that some words cover."""
        edges = np.zeros(len(self.units) + 1, np.int8)
        edges[self.covers[words]] += 1
        edges[self.last[words]] -= 1
        found: Array = np.cumsum(edges[:-1], dtype=np.int8) > 0
        return found


def open_work(folders: Sequence[Path]) -> Work:
    """Load some work folders as one, and find the words."""
    documents = [
        json.loads(line)
        for folder in folders
        for line in (folder / "documents.jsonl").read_text("utf-8").splitlines()
    ]
    parts = [np.load(folder / "units.npy") for folder in folders]
    shifts = np.cumsum([0, *(len(part) for part in parts[:-1])])
    spans = [np.load(f / "spans.npy") + shift for f, shift in zip(folders, shifts, strict=True)]
    units, where = kernel.fold(np.concatenate(parts)), np.concatenate(spans, axis=1)
    document = np.full(len(units), -1, np.int32)
    for number, (start, stop) in enumerate(where.T):
        document[start:stop] = number
    names = {name: i for i, name in enumerate(dict.fromkeys(map(repository, documents)))}
    numbers = np.array([names[repository(document)] for document in documents], np.int32)
    first, last, hashes, spaced = map(np.concatenate, zip(*_words(units), strict=True))
    covers = first - spaced
    return Work(folders, documents, units, where, document, first, last, hashes, covers, numbers)


def _words(units: Array) -> Iterator[tuple[Array, ...]]:
    sorts, factors = kinds(), kernel.before_factors(alike())
    for start in range(0, len(units), kernel.CHUNK):
        base = max(start - kernel.REACH, 0)
        here = units[base : start + kernel.CHUNK + kernel.REACH]
        words, _ = kernel.find_words(here, sorts, factors)
        mine = (words.first >= start - base) & (words.first < start - base + kernel.CHUNK)
        mine &= words.last - words.first <= kernel.LONGEST_WORD
        first, last = words.first[mine] + base, words.last[mine] + base
        yield first, last, words.hashes[mine], words.spaced[mine]


def repository(document: dict[str, Any]) -> str:
    """Give ``host:owner/name`` of a source such as ``github:owner/name@commit:path``.

    >>> repository({"source": "github:a/b@1234:docs/c.md"})
    'github:a/b'
    """
    return ":".join(str(document["source"]).split("@")[0].split(":")[:2])
