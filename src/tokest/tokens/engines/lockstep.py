"""Byte-pair merges of many pieces at once: in each step every piece does its own next merge.

The pieces are the columns of matrices whose rows are their bytes. The state is a linked list for
each piece, as in `tokest.tokens.bpe`; the next merge is the least of a column, so short pieces
need no heap.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from tokest.tokens.engines.pairs import NO_TOKEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from tokest.tokens.engines.pairs import Pairs

CELLS: Final = 1 << 18
"""Bytes merged together, so that the matrices (28 bytes for each) fit a processor's cache."""

WIDTH: Final = 512
"""Bytes of a window on a long piece."""

STRIDE: Final = 384
"""From a window to the next; a multiple of 128, the length of the longest runs that are tokens."""
_PAIR: Final = 2


def merged_lengths(pieces: Sequence[bytes], pairs: Pairs) -> list[int]:
    """Count the tokens that merges make of each piece.

    >>> from tokest.tokens.engines.pairs import Pairs
    >>> merged_lengths([b"abab", b"a", b""], Pairs({b"a": 0, b"b": 1, b"ab": 2}))
    [2, 1, 0]
    """
    found = np.zeros(len(pieces), np.int64)
    for group in _groups(pieces):
        found[group] = token_starts([pieces[i] for i in group], pairs).sum(axis=0)
    return list(map(int, found))


def long_ends(piece: bytes, pairs: Pairs) -> NDArray[np.int64] | None:
    """Give where the tokens of a long piece end, or nothing where its windows disagree.

    Overlapping windows are merged apart and joined where they agree on a token. That is exact: a
    sequence of tokens is what merges make of its bytes if that holds for each two neighbours (the
    first merge across a border would also happen in the two alone), and every two neighbours of
    the joined sequence stand in one window.

    >>> from tokest.tokens.engines.pairs import Pairs
    >>> long_ends(b"abab", Pairs({b"a": 0, b"b": 1, b"ab": 2}))
    array([2, 4])
    """
    size = len(piece)
    offsets = range(0, max(1, size - WIDTH + STRIDE), STRIDE)
    windows = [piece[start : start + WIDTH] for start in offsets]
    borders = _borders(list(dict.fromkeys(windows)), pairs)
    seams: dict[tuple[bytes, bytes], int] = {}
    for left, right in dict.fromkeys(pairwise(windows)):
        seam = _seam(borders[left], borders[right])
        if seam is None:
            return None
        seams[left, right] = seam
    ends = []
    begin = 0  # of what a window adds, from its start
    for start, (left, right) in zip(offsets, pairwise([*windows, b""]), strict=True):
        seam = seams.get((left, right), WIDTH)
        found = borders[left]
        first, last = np.searchsorted(found, (begin, STRIDE + seam), "right")
        ends.append(found[first:last] + start)
        begin = seam
    return np.concatenate(ends)


def last_merges(tokens: Sequence[bytes], pairs: Pairs) -> list[int]:
    """Give where the last merge joins each token, or 0 where merges never make it.

    What merges make of bytes that end up as one token is made as if they stood alone, so a token
    is always joined in the same place. The tokens must stand in the order of their ranks.

    >>> from tokest.tokens.engines.pairs import Pairs
    >>> last_merges([b"a", b"b", b"bb", b"abb"], Pairs({b"a": 0, b"b": 1, b"bb": 2, b"abb": 3}))
    [0, 0, 1, 1]
    """
    found = np.array([len(token) == _PAIR for token in tokens], np.int64)
    for group in _groups([token if len(token) > _PAIR else b"" for token in tokens]):
        starts = token_starts([tokens[i] for i in group], pairs, np.array(group))
        second = np.argmax(starts[1:], axis=0) + 1
        found[group] = np.where(starts.sum(axis=0) == _PAIR, second, 0)
    return list(map(int, found))


def token_starts(
    pieces: Sequence[bytes], pairs: Pairs, but: NDArray[np.int64] | None = None
) -> NDArray[np.bool_]:
    """Say where the tokens start that merges make of pieces, `but` one each that they do not make.

    Returns
    -------
    bool[W, R]
        For each byte of the longest piece and each piece.

    Examples
    --------
    >>> from tokest.tokens.engines.pairs import Pairs
    >>> token_starts([b"aab", b"b"], Pairs({b"a": 0, b"b": 1, b"ab": 2})).T.tolist()
    [[True, True, False], [True, False, False]]
    """
    ids, keys = _start(pieces, pairs)
    count, bits, never = len(pieces), _bits(ids), np.iinfo(keys.dtype).max
    flat, waiting = ids.reshape(-1), keys.reshape(-1)
    cells = np.arange(flat.size)
    before, after = cells - count, cells + count
    while True:
        best = keys.min(axis=0)
        columns = np.flatnonzero(best != never)
        if not columns.size:
            return ids[1:-1] < pairs.edge
        chosen = best[columns].astype(np.int64)
        at = (chosen & ((1 << bits) - 1)) * count + columns
        joined, left = after[at], before[at]
        right = after[joined]
        token = chosen >> bits
        flat[joined], waiting[joined] = pairs.edge, never
        flat[at], after[at], before[right] = token, right, at
        first, second = np.concatenate([flat[left], token]), np.concatenate([token, flat[right]])
        changed = np.concatenate([left, at])
        merged = pairs.find(first, second)
        if but is not None:
            merged[merged == np.tile(but[columns], 2)] = NO_TOKEN
        waiting[changed] = np.where(merged == NO_TOKEN, never, merged << bits | changed // count)


def _start(pieces: Sequence[bytes], pairs: Pairs) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Lay bytes into a matrix with an edge around it; a pair's key is its rank, then its place."""
    sizes = np.array([len(piece) for piece in pieces])
    width = int(sizes.max())
    rows = np.full((len(pieces), width + 2), 256)
    rows[:, 1:-1][np.arange(width) < sizes[:, None]] = np.frombuffer(b"".join(pieces), np.uint8)
    octets = np.ascontiguousarray(rows.T)
    ids = pairs.of_byte[octets]
    kind = np.int32 if pairs.edge << _bits(ids) < np.iinfo(np.int32).max else np.int64
    keys = np.full(ids.shape, np.iinfo(kind).max, kind)
    merged = pairs.of_bytes[octets[:-1] * 257 + octets[1:]]
    places = np.arange(width + 1)[:, None]
    keys[:-1] = np.where(merged == NO_TOKEN, keys[:-1], merged << _bits(ids) | places)
    return ids, keys


def _bits(ids: NDArray[np.int64]) -> int:
    """Give the bits that a row's number takes."""
    return len(ids).bit_length()


def _groups(pieces: Sequence[bytes]) -> Iterator[list[int]]:
    """Put pieces of like lengths together."""
    sizes = np.array([len(piece) for piece in pieces], np.int64)
    order = np.argsort(sizes, kind="stable")
    order = order[np.searchsorted(sizes[order], 1) :]
    while order.size:
        cells = np.arange(1, len(order) + 1) * sizes[order]
        taken = max(1, int(np.searchsorted(cells, CELLS, "right")))
        yield order[:taken].tolist()
        order = order[taken:]


def _borders(windows: list[bytes], pairs: Pairs) -> dict[bytes, NDArray[np.int64]]:
    """Give the borders of the tokens of each window, its start and its end among them."""
    found = {}
    for group in _groups(windows):
        chosen = [windows[i] for i in group]
        starts = token_starts(chosen, pairs).T
        for window, row in zip(chosen, starts, strict=True):
            found[window] = np.append(np.flatnonzero(row), len(window))
    return found


def _seam(left: NDArray[np.int64], right: NDArray[np.int64]) -> int | None:
    """Find the first token that stands in two windows, and where in the right one it starts."""
    overlap = left[np.searchsorted(left, STRIDE) :] - STRIDE
    shared = set(pairwise(overlap.tolist()))
    head = right[: np.searchsorted(right, WIDTH - STRIDE, "right")]
    return next((token[0] for token in pairwise(head.tolist()) if token in shared), None)
