"""A set of 64-bit marks with a small value each, in 12 bytes a slot, for millions of rows."""

from __future__ import annotations

from array import array
from typing import Final

START: Final = 1 << 10
EMPTY: Final = 0
_SPREAD: Final = 0x9E3779B97F4A7C15
"""Spreads marks that differ in their upper bits alone (2**64 over the golden ratio)."""

_MASK: Final = (1 << 64) - 1
SMALL: Final = (1 << 32) - 1


class Marks:
    """Marks that were met, with what was noted when each was met first.

    >>> marks = Marks()
    >>> marks.add(7, 1), marks.add(7, 2), len(marks)
    (None, 1, 1)
    """

    __slots__ = ("_count", "_keys", "_size", "_values")

    def __init__(self) -> None:
        self._size = START
        self._count = 0
        self._keys = array("Q", bytes(8 * START))
        self._values = array("I", bytes(4 * START))

    def __len__(self) -> int:
        return self._count

    def add(self, mark: int, value: int = 0) -> int | None:
        """Add a mark; give the value (its last 32 bits) of one that is there already."""
        key = mark & _MASK or 1
        keys = self._keys
        slot = (key * _SPREAD & _MASK) % self._size
        while (found := keys[slot]) != EMPTY:
            if found == key:
                return self._values[slot]
            slot += 1
            if slot == self._size:
                slot = 0
        keys[slot] = key
        self._values[slot] = value & SMALL
        self._count += 1
        if self._count * 3 > self._size * 2:
            self._grow()
        return None

    def has(self, mark: int) -> bool:
        """Tell whether a mark was added."""
        key = mark & _MASK or 1
        slot = (key * _SPREAD & _MASK) % self._size
        while (found := self._keys[slot]) != EMPTY:
            if found == key:
                return True
            slot = (slot + 1) % self._size
        return False

    def _grow(self) -> None:
        older = zip(self._keys, self._values, strict=True)
        self._size *= 2
        self._count = 0
        self._keys = array("Q", bytes(8 * self._size))
        self._values = array("I", bytes(4 * self._size))
        for key, value in older:
            if key:
                self.add(key, value)

    def update(self, other: Marks) -> None:
        """Add the marks of another set."""
        for key, value in zip(other._keys, other._values, strict=True):
            if key:
                self.add(key, value)
