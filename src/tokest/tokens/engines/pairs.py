"""All pairs of tokens that merge, found in arrays."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Final

import numpy as np

from tokest.tokens.engines.hashing import ABSENT, GOLDEN, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

NO_TOKEN: Final = ABSENT
_BYTES: Final = [bytes([byte]) for byte in range(256)]


class Pairs:
    """Knows which pairs of tokens merge, and into which.

    Tokens are numbered by rank from 0; bytes that are no tokens follow, and then `edge`, which
    stands before and after a piece. `of_byte` gives the token of a byte and the edge for 256;
    `of_bytes` what the bytes ``i // 257`` and ``i % 257`` merge into.
    """

    def __init__(self, ranks: Mapping[bytes, int]) -> None:
        tokens = sorted(ranks, key=ranks.__getitem__)
        tokens += [byte for byte in _BYTES if byte not in ranks]
        self.edge = len(tokens)
        sizes = np.fromiter(map(len, tokens), np.int64, len(tokens))
        flat = np.frombuffer(b"".join(tokens), np.uint8)
        left, right, merged = _splits(flat, sizes)
        self._table = Table(self._key(left, right), merged)
        single = np.flatnonzero(sizes == 1)
        self.of_byte = np.full(257, self.edge)
        self.of_byte[flat[(np.cumsum(sizes) - sizes)[single]]] = single
        self.of_bytes = self.find(np.repeat(self.of_byte, 257), np.tile(self.of_byte, 257))

    def find(self, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give the tokens that pairs merge into, or `NO_TOKEN`.

        Parameters
        ----------
        left, right : int64[N], tokens

        Returns
        -------
        int64[N], tokens

        Examples
        --------
        >>> pairs = Pairs({b"a": 0, b"b": 1, b"ab": 2})
        >>> pairs.find(np.array([0, 1]), np.array([1, 0]))
        array([ 2, -1])
        """
        return self._table.find(self._key(left, right))

    def _key(self, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.uint64]:
        return (left * (self.edge + 1) + right).astype(np.uint64)


def _splits(
    flat: NDArray[np.uint8], sizes: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Find every way to split a token into two: left, right and whole, int64[N] each.

    The parts are looked up by a hash and then compared; should two hashes be the same by chance,
    another base is taken.
    """
    starts = np.cumsum(sizes) - sizes
    for base in count(GOLDEN, 2):
        left, right, whole, distinct = _candidates(flat, sizes, base)
        second = starts[whole] + sizes[left]
        if (
            distinct
            and np.array_equal(sizes[left] + sizes[right], sizes[whole])
            and _same(flat, starts[left], starts[whole], sizes[left])
            and _same(flat, starts[right], second, sizes[right])
        ):
            return left, right, whole
    raise AssertionError(sizes)


def _candidates(
    flat: NDArray[np.uint8], sizes: NDArray[np.int64], base: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], bool]:
    """Look up both parts of every token by the hash ``sum of (byte + 1) * base ** place``.

    Also say whether the hashes of all tokens are distinct.
    """
    ends = np.cumsum(sizes)
    starts = ends - sizes
    whole = np.repeat(np.arange(len(sizes)), sizes)
    place = np.arange(flat.size) - starts[whole]
    power, inverse = (_powers(one, int(sizes.max())) for one in (base, pow(base, -1, 1 << 64)))
    terms = (flat + np.uint64(1)) * power[place]
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(terms)])
    hashes = sums[ends] - sums[starts]
    tokens = Table(hashes, np.arange(len(sizes)))
    at = np.flatnonzero(place)
    left = tokens.find(sums[at] - sums[starts[whole[at]]])
    at, left = at[left != ABSENT], left[left != ABSENT]
    right = tokens.find((sums[ends[whole[at]]] - sums[at]) * inverse[place[at]])
    hit = right != ABSENT
    distinct = np.array_equal(tokens.find(hashes), np.arange(len(sizes)))
    return left[hit], right[hit], whole[at[hit]], distinct


def _same(
    flat: NDArray[np.uint8],
    one: NDArray[np.int64],
    other: NDArray[np.int64],
    sizes: NDArray[np.int64],
) -> bool:
    """Compare the bytes from `one` on with those from `other` on, as many as `sizes` says."""
    ends = np.cumsum(sizes)
    place = np.arange(ends[-1] if ends.size else 0) - np.repeat(ends - sizes, sizes)
    return np.array_equal(
        flat[place + np.repeat(one, sizes)], flat[place + np.repeat(other, sizes)]
    )


def _powers(base: int, size: int) -> NDArray[np.uint64]:
    powers = np.array([1, *[base % (1 << 64)] * (size - 1)], np.uint64)
    return np.cumprod(powers, dtype=np.uint64)
