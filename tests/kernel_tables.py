"""Tables that know about half of the keys of text in `ALPHABET`, for the laws of the kernels."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import strategies as st

from strategies import TEXT
from tokest.kernels.windows import (
    EMPTY,
    IDS,
    SLOT_BITS,
    Tables,
    prints_of,
    slots_of,
    window_hashes,
)
from tokest.kernels.words import CAPITAL, DIGIT, LETTER, PAD, before_factors, find_words, fold

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tokest.kernels.words import Words


def _kinds() -> NDArray[np.uint8]:
    categories = [unicodedata.category(chr(unit)) for unit in range(1 << 16)]
    table = np.array([category[0] == "L" for category in categories], np.uint8) * LETTER
    table[[category == "Lu" for category in categories]] = CAPITAL
    table[48:58] = DIGIT
    return table.astype(np.uint8)


def _empty(kinds: NDArray[np.uint8]) -> Tables:
    slots = np.full(1 << SLOT_BITS, EMPTY)
    alike = np.arange(1 << 16).astype(np.uint16)
    single = RNG.integers(0, IDS, 1 << 16).astype(np.uint16)
    return Tables(kinds, before_factors(alike), slots, single)


def _plant(tables: Tables, units: NDArray[np.uint16]) -> None:
    """Put half of the words and windows of some text into the slots."""
    folded = fold(units)
    windows = window_hashes(folded, np.arange(PAD, len(units) - PAD)).ravel()
    hashes = np.concatenate([find_words(folded, tables.kinds, tables.before)[0].hashes, windows])
    hashes = hashes[(hashes >> np.uint64(5)) % np.uint64(2) == 0]
    ids = RNG.integers(0, IDS, len(hashes), dtype=np.uint32)
    tables.slots[slots_of(hashes)] = prints_of(hashes) | ids


def lay_out(*texts: str) -> tuple[NDArray[np.uint16], NDArray[np.intp]]:
    """Lay texts side by side as the kernel wants them."""
    parts = [np.frombuffer(text.encode("utf-16-le"), np.uint16) for text in texts]
    gap = np.zeros(PAD, np.uint16)
    units = np.concatenate([gap, *(piece for part in parts for piece in (part, gap))])
    ends = np.cumsum([len(part) + PAD for part in parts])
    return units, np.stack([ends - [len(part) for part in parts], ends])


def words_of(text: str) -> tuple[Words, NDArray[np.bool_]]:
    """Find the words of a text."""
    return find_words(fold(lay_out(text)[0]), TABLES.kinds, TABLES.before)


ALPHABET = "abC 1가"
LONG = st.one_of(TEXT, st.text(ALPHABET, min_size=30, max_size=200))
RNG = np.random.default_rng(7)
TABLES = _empty(_kinds())
_plant(TABLES, lay_out("".join(RNG.choice(list(ALPHABET), 20_000)))[0])
VALUES = np.append(RNG.integers(0, 700, (2, IDS)), np.zeros((2, 1), np.int64), axis=1).astype(
    np.int16
)
