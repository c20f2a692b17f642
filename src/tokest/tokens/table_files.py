"""The files of the window tables (`data/tables/`), loaded when they are first needed.

``keys.bin`` holds what all encodings share, each part as four bytes of length and a zlib stream:

1. kinds of units, uint8[65536];
2. what the unit before a word counts as, uint16[65536];
3. which slots are taken, one bit each;
4. the low eight bits of the fingerprints of the taken slots;
5. and 6. the ninth and tenth bits of the same, eight a byte;
7. the ids of the taken slots, uint16 each;
8. the ids of single units, uint16[65536].

16-bit numbers are stored as all high bytes and then all low bytes. ``NAME.bin`` is one zlib stream
with the step of `SCALE` that each id stands for in one encoding, uint8[32768].
"""

from __future__ import annotations

import zlib
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from tokest.kernels.sums import UNIT
from tokest.kernels.windows import EMPTY, PRINT_PLACE, SLOT_BITS, Tables
from tokest.kernels.words import before_factors
from tokest.resources import data_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

_STEPS: Final = ((UNIT // 4, 1), (UNIT, 2), (2 * UNIT, 4), (10 * UNIT, UNIT // 4))
"""The scale goes up to so much, in steps of so much."""


def _scale() -> NDArray[np.int16]:
    starts = (0, *(end for end, _ in _STEPS))
    parts = [np.arange(a, b, step) for a, (b, step) in zip(starts, _STEPS, strict=False)]
    return np.concatenate(parts).astype(np.int16)


SCALE: Final = _scale()
"""What the 256 codes of a value stand for, in 1/UNIT token: finer for small values."""


@cache
def load_keys() -> Tables:
    """Load what all encodings share.

    >>> load_keys().kinds[[ord(char) for char in "aA1."]].tolist()
    [1, 2, 3, 0]
    """
    raw = data_file("tables/keys.bin").read_bytes()
    kinds, alike, taken, low, ninth, tenth, ids, single = _parts(raw)
    high = [np.unpackbits(bits, count=len(low)) for bits in (ninth, tenth)]
    prints = low | (high[0] | high[1] << np.uint8(1)).astype(np.uint16) << np.uint16(8)
    entries = prints.astype(np.uint32) << PRINT_PLACE | _words(ids)
    slots = np.full(1 << SLOT_BITS, EMPTY)
    # As booleans they are found ten times as fast.
    slots[np.unpackbits(taken, count=1 << SLOT_BITS).view(np.bool_).nonzero()[0]] = entries
    return Tables(kinds, before_factors(_words(alike)), slots, _words(single))


@cache
def load_values(name: str) -> NDArray[np.int16]:
    """Load what each id stands for in an encoding, int16[IDS + 1] in 1/UNIT token."""
    raw = zlib.decompress(data_file(f"tables/{name}.bin").read_bytes())
    return np.append(SCALE[np.frombuffer(raw, np.uint8)], np.int16(0))


def _parts(raw: bytes) -> Iterator[NDArray[np.uint8]]:
    place = 0
    while place < len(raw):
        size = int.from_bytes(raw[place : place + 4], "little")
        yield np.frombuffer(zlib.decompress(raw[place + 4 : place + 4 + size]), np.uint8)
        place += 4 + size


def _words(planes: NDArray[np.uint8]) -> NDArray[np.uint16]:
    high, low = planes.reshape(2, -1).astype(np.uint16)
    return high << np.uint16(8) | low
