"""The table method: counts expected from the window tables, for texts in batches."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from math import ceil, floor, hypot
from operator import sub
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from tokest.kernels.sampling import BLOCK, choose, estimate, measure, octets, totals
from tokest.kernels.sums import UNIT, expect
from tokest.kernels.words import PAD, REACH
from tokest.tokens.table_files import load_keys, load_values
from tokest.tokens.table_quality import Quality, find_quality, strangeness

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Sums = NDArray[np.int64]

BATCH: Final = 1 << 20
"""Characters gathered for one pass of the kernel."""

SAMPLE_FROM: Final = 1 << 19
"""A longer text is sampled."""

READ_FIRST: Final = 1 << 16
"""Units of the first sample, which says how large the second must be."""

MOST_READ: Final = 0.4
"""If more than this share of a text had to be read, all of it is: blocks are read with what stands
around them, so that no time would be saved."""

GOOD_ENOUGH: Final = 0.003
"""Relative standard error of a sample; it is then within 0.6 % in 19 of 20 texts."""

LONGEST_TOKEN: Final = 128
"""Bytes of the longest token in most vocabularies, a run of blanks; windows cannot see so far."""

_GAP: Final = bytes(2 * PAD)
"""What stands around each text, in bytes of UTF-16."""

_TWO_SIDED_90: Final = 1.645
"""Standard errors on either side of a mean that hold 90 % of a normal distribution."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A count expected from a table, its 90 % interval, and how much of the text was read."""

    tokens: int
    low: int
    high: int
    read: float = 1.0


@dataclass(frozen=True, slots=True)
class _Summed:
    """Bytes of one text, its units in each encoding, its odd places, and what sampling adds."""

    size: int
    units: list[int]
    odd: list[int]
    errors: list[float]
    read: float


def table_guesses(
    texts: Sequence[str], names: Sequence[str], *, sample: bool = True, seed: int = 0
) -> list[list[Guess]]:
    """Expect the tokens of texts in encodings that have a table.

    The texts must have a UTF-8 form. The outer list goes by text, the inner by encoding. Of a
    text beyond `SAMPLE_FROM` units only a share is read, unless `sample` is false.

    >>> [[guess]] = table_guesses(["Hello World"], ["deepseek_v3"])
    >>> guess.low <= guess.tokens <= guess.high
    True
    """
    qualities = [find_quality(name) for name in names]
    values = values_of(tuple(names))
    found: list[list[Guess]] = []
    for batch in _batches(texts, sample=sample):
        if sample and len(batch) == 1 and len(batch[0]) > SAMPLE_FROM:
            summed = [_sampled(batch[0], values, np.random.default_rng(seed))]
        else:
            summed = _whole(batch, values)
        found += [_guesses(one, qualities) for one in summed]
    return found


def values_of(names: tuple[str, ...]) -> NDArray[np.int16]:
    """Stack the values of some encodings, int16[E, IDS + 1] in 1/UNIT token."""
    columns = [load_values(name) for name in names]
    return columns[0][None, :] if len(columns) == 1 else np.stack(columns)


def _batches(texts: Sequence[str], *, sample: bool) -> Iterator[list[str]]:
    """Gather short texts; a text to be sampled goes alone."""
    batch: list[str] = []
    size = 0
    for text in texts:
        alone = sample and len(text) > SAMPLE_FROM
        if batch and (alone or size >= BATCH):
            yield batch
            batch, size = [], 0
        batch.append(text)
        size += BATCH if alone else len(text)
    if batch:
        yield batch


def _whole(texts: list[str], values: NDArray[np.int16]) -> list[_Summed]:
    raw = [text.encode("utf-16-le") for text in texts]
    units = np.frombuffer(_GAP.join([b"", *raw, b""]), np.uint16)
    sizes = [len(part) // 2 for part in raw]
    stops = [*accumulate(size + PAD for size in sizes)]
    spans = np.array([[*map(sub, stops, sizes)], stops], np.intp)
    sums, odd = expect(units, spans, load_keys(), values)
    exact = [0.0] * len(values)
    columns = zip(sums.T.tolist(), odd.T.tolist(), strict=True)
    return [
        _Summed(len(text) if text.isascii() else len(text.encode()), column, places, exact, 1.0)
        for text, (column, places) in zip(texts, columns, strict=True)
    ]


def _sampled(text: str, values: NDArray[np.int16], rng: np.random.Generator) -> _Summed:
    """Read some blocks, then as many as make their total sure enough, or else everything."""
    narrow = text.isascii()
    raw = text.encode("ascii" if narrow else "utf-16-le")
    units: NDArray[Any] = np.frombuffer(raw, np.uint8 if narrow else np.uint16)
    padded = np.zeros(len(units) + 2 * REACH, units.dtype)
    padded[REACH:-REACH] = units
    whole, size, share = totals(padded), len(units), READ_FIRST / len(units)
    for last in (False, True):
        blocks = int(share * size) // BLOCK
        found = measure(padded, choose(size, blocks, rng), load_keys(), values)
        sums, errors = estimate(found, whole)
        read = blocks * BLOCK / size
        if last or errors.max() <= GOOD_ENOUGH:
            odd = (found.odd.sum(axis=1) / read).round().astype(np.int64)
            rounded = sums.round().astype(np.int64)
            long = size if narrow else octets(units)
            return _Summed(long, rounded.tolist(), odd.tolist(), errors.tolist(), read)
        share = _share_needed(read, float(errors.max()))
        if share > MOST_READ:
            break
    return _whole([text], values)[0]


def _share_needed(read: float, error: float) -> float:
    """Say what share of a text to read for a good sample, and a little more.

    The error goes with the root of what is left over what is read.

    >>> round(_share_needed(0.2, 2 * GOOD_ENOUGH), 3)
    0.55
    """
    odds = (GOOD_ENOUGH / error) ** 2 * (1 - read) / read
    return 1.1 / (1 + odds)


def _guesses(summed: _Summed, qualities: Sequence[Quality]) -> list[Guess]:
    if not summed.size:
        return [Guess(0, 0, 0) for _ in qualities]
    columns = zip(summed.units, summed.errors, qualities, strict=True)
    return [
        _guess(summed, units * quality.factor / UNIT, error, quality)
        for units, error, quality in columns
    ]


def _guess(summed: _Summed, expected: float, error: float, quality: Quality) -> Guess:
    size = summed.size
    tokens = min(size, max(1, -(-size // LONGEST_TOKEN), round(expected)))
    bounds = quality.interval(tokens, strangeness(tokens, summed.odd))
    below, above = (
        hypot(side, _TWO_SIDED_90 * error) for side in (1 - bounds.low, bounds.high - 1)
    )
    low = max(1, min(tokens, floor(tokens * (1 - below))))
    high = min(size, max(tokens, ceil(tokens * (1 + above))))
    return Guess(tokens, low, high, summed.read)
