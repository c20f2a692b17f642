"""A hash table in arrays, for many look-ups at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

ABSENT: Final = -1
GOLDEN: Final = 0x9E3779B97F4A7C15
"""2**64 / golden ratio, an odd multiplier that spreads keys (Knuth, TAOCP 3, 6.4)."""


class Table:
    """Maps whole numbers below 2**64 - 1 to values that are not negative."""

    def __init__(self, keys: NDArray[np.uint64], values: NDArray[np.int64]) -> None:
        """Put each key into the first free slot from its home on; of two, one goes on."""
        self._shift = np.uint64(63 - len(keys).bit_length())
        size = 1 << (64 - int(self._shift))
        self._last = size - 1
        self._keys = np.full(size, _FREE, np.uint64)
        self._values = np.full(size, ABSENT, np.int32)
        slots, pending = self._home(keys), np.arange(len(keys))
        while pending.size:
            at = slots[pending]
            free = self._keys[at] == _FREE
            self._keys[at[free]] = keys[pending[free]]
            stays = self._keys[at] == keys[pending]
            self._values[at[stays]] = values[pending[stays]]
            pending = pending[~stays]
            slots[pending] = (slots[pending] + 1) & self._last

    def find(self, keys: NDArray[np.uint64]) -> NDArray[np.int64]:
        """Give the values of keys, or `ABSENT`.

        Parameters
        ----------
        keys : uint64[N]

        Returns
        -------
        int64[N]

        Examples
        --------
        >>> Table(np.array([7], np.uint64), np.array([3])).find(np.array([7, 8], np.uint64))
        array([ 3, -1])
        """
        slots = self._home(keys)
        there = self._keys[slots]
        pending = np.flatnonzero((there != keys) & (there != _FREE))
        while pending.size:
            slots[pending] = (slots[pending] + 1) & self._last
            there = self._keys[slots[pending]]
            pending = pending[(there != keys[pending]) & (there != _FREE)]
        return self._values[slots].astype(np.int64)

    def _home(self, keys: NDArray[np.uint64]) -> NDArray[np.int64]:
        hashed: NDArray[np.uint64] = keys * np.uint64(GOLDEN) >> self._shift
        return hashed.astype(np.int64)


_FREE: Final = np.uint64((1 << 64) - 1)
