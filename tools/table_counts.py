"""Count window tables from token starts; `fit_tables.py` is the program.

Nothing is trained: the value of a word or a window is how many tokens the real tokenizer starts
there, on average. Two things make the averages hold on text the fit has not seen:

- a key is kept only if it was met in two repositories, and of all such keys those whose average
  corrects that of the shorter window most;
- a shorter window is averaged over the places where no longer one is known *from another
  repository* (weight 1) and hardly over the others (`SEEN`), so that it speaks for unseen text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from tokest.kernels import windows as kernel
from tokest.kernels.words import CHUNK, PAD

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from table_work import Work

    Array = NDArray[Any]

MOST_WORDS: Final = 450_000
MOST_WINDOWS: Final = 650_000
"""Keys kept; the bytes they cost set the numbers."""

SEEN: Final = 0.05
"""Weight of a place where something longer is known."""

SHRINK: Final = (2.0, 4.0, 4.0)
"""Places that a shorter window counts for in the average of a longer one, longest first."""

JUDGES: Final = 4
"""The first so many encodings say which windows are worth their slots."""

LEVELS: Final = len(kernel.WINDOWS)


@dataclass(slots=True)
class Fit:
    """What is kept, a row each: the keys, and then the 65,536 single units.

    Attributes
    ----------
    hashes : uint64[K]
    weight : float64[K + 65536]
        How many places of unseen text a row speaks for.
    means : float32[K + 65536, E], tokens
    """

    hashes: Array
    weight: Array
    means: Array


class Keys:
    """The distinct hashes of some places, and where they were met.

    `common` hashes were met in two repositories. `settled` ones were met in three: for each of
    the three, the other two would have kept them. Sums go over the places in the order of their
    hashes: gathering once and adding up runs is several times as fast as adding each place to
    its key.
    """

    def __init__(self, hashes: Array, repository: Array) -> None:
        self.order = np.argsort(hashes)
        ordered = hashes[self.order]
        new = np.ones(len(ordered), np.bool_)
        new[1:] = ordered[1:] != ordered[:-1]
        self.first = np.flatnonzero(new)
        self.hashes = ordered[self.first]
        self.example = self.order[self.first]
        by_key = repository[self.order]
        least, most = (f.reduceat(by_key, self.first) for f in (np.minimum, np.maximum))
        self.common = least != most
        sizes = np.diff(self.first, append=len(by_key))
        others = np.where(by_key == np.repeat(most, sizes), -1, by_key)
        self.settled = self.common & (np.maximum.reduceat(others, self.first) != least)

    def total(self, values: Array) -> Array:
        """Sum values of the places by key."""
        found: Array = np.add.reduceat(values[self.order], self.first)
        return found

    def spread(self, values: Array) -> Array:
        """Give each place the value of its key."""
        sizes = np.diff(self.first, append=len(self.order))
        found = np.empty(len(self.order), values.dtype)
        found[self.order] = np.repeat(values, sizes)
        return found


def fit(work: Work, names: Sequence[str], weight: Array) -> Fit:
    """Count on the documents of positive weight."""
    document = np.searchsorted(work.spans[0], work.first, side="right") - 1
    chosen = np.flatnonzero(weight[document] > 0)
    shares = weight[document[chosen]].astype(np.float32)
    words = Keys(work.word_hashes[chosen], work.repository[document[chosen]])
    totals = words.total(shares)
    kept = best(words.hashes, np.where(words.common, totals, 0), MOST_WORDS)
    covered = work.cover(chosen[words.spread(kept & words.settled)])
    share = np.append(weight, 0).astype(np.float32)[work.document]
    places = np.flatnonzero((share > 0) & ~covered)
    windows = Windows(work, names, places, share[places], words.hashes[kept])
    means = _word_means(work, names, words, chosen, shares)[kept]
    rows = [(words.hashes[kept], totals[kept], means), *windows.rows()]
    hashes, weights, values = map(np.concatenate, zip(*rows, strict=True))
    return Fit(hashes, weights, values.astype(np.float32))


def _word_means(
    work: Work, names: Sequence[str], words: Keys, chosen: Array, shares: Array
) -> Array:
    totals = words.total(shares)
    means = np.empty((len(totals), len(names)), np.float32)
    for column, name in enumerate(names):
        before = np.concatenate([[0], np.cumsum(work.starts(name), dtype=np.int64)])
        tokens = before[work.last[chosen]] - before[work.covers[chosen]]
        means[:, column] = words.total(shares * tokens.astype(np.float32)) / totals
    return means


class Windows:
    """The windows around some places, each of some weight, counted level by level."""

    def __init__(
        self, work: Work, names: Sequence[str], places: Array, share: Array, taken: Array
    ) -> None:
        self.units = work.units[places]
        self.starts = [work.starts(name)[places] for name in names]
        repository = work.repository[work.document[places]]
        self.keys = [Keys(hashes, repository) for hashes in _hashes(work.units, places)]
        self.parents = [
            after.spread(np.arange(len(after.hashes), dtype=np.int32))[keys.example]
            for keys, after in zip(self.keys, self.keys[1:], strict=False)
        ]
        self.parents.append(self.units[self.keys[-1].example])
        settled = [keys.settled for keys in self.keys]
        self._average(self._fade(share, settled), range(min(JUDGES, len(names))))
        score = [self._worth(level, self.keys[level].common) for level in range(LEVELS)]
        joined = np.concatenate([keys.hashes for keys in self.keys])
        free = np.ones(1 << kernel.SLOT_BITS, np.bool_)
        free[kernel.slots_of(taken)] = False
        worth = np.where(free[kernel.slots_of(joined)], np.concatenate(score), 0)
        chosen = best(joined, worth, MOST_WINDOWS)
        self.kept = np.split(chosen, np.cumsum([len(part) for part in score])[:-1])
        known = [kept & keys.settled for kept, keys in zip(self.kept, self.keys, strict=True)]
        self._average(self._fade(share, known), range(len(names)))

    def _fade(self, share: Array, known: Sequence[Array]) -> list[Array]:
        """Weigh the places for each level and the single units: little where more is known."""
        shares = [share]
        for keys, has in zip(self.keys, known, strict=True):
            shares.append(shares[-1] * keys.spread(np.where(has, np.float32(SEEN), np.float32(1))))
        return shares

    def _average(self, shares: list[Array], columns: range) -> None:
        """Average the starts by key, each level shrunk towards the shorter one."""
        sizes = [*(len(keys.hashes) for keys in self.keys), 1 << 16]
        self.means = [np.empty((size, len(columns)), np.float32) for size in sizes]
        self.totals = [keys.total(part) for keys, part in zip(self.keys, shares, strict=False)]
        self.totals.append(np.bincount(self.units, weights=shares[-1], minlength=1 << 16))
        for column in columns:
            starts = self.starts[column]
            sums = np.bincount(self.units, weights=shares[-1] * starts, minlength=1 << 16)
            prior: Array = np.array(sums.sum() / self.totals[-1].sum())
            for level in range(LEVELS, -1, -1):
                if level < LEVELS:
                    sums = self.keys[level].total(shares[level] * starts)
                pull = SHRINK[min(level, LEVELS - 1)]
                mean = (sums + pull * prior) / (self.totals[level] + pull)
                self.means[level][:, column] = mean
                prior = mean[self.parents[level - 1]] if level else mean

    def _worth(self, level: int, known: Array) -> Array:
        """Say how much a key corrects the shorter window, over the judging encodings."""
        change = self.means[level] - self.means[level + 1][self.parents[level]]
        found: Array = np.where(known, self.totals[level] * np.abs(change).sum(axis=1), 0)
        return found

    def rows(self) -> Iterator[tuple[Array, Array, Array]]:
        """Give hashes, weights and means of the kept keys, and then of the single units."""
        for keys, kept, total, means in zip(
            self.keys, self.kept, self.totals, self.means, strict=False
        ):
            yield keys.hashes[kept], total[kept], means[kept]
        yield np.zeros(0, np.uint64), self.totals[-1], self.means[-1]


def _hashes(units: Array, places: Array) -> list[Array]:
    found = [np.empty(len(places), np.uint64) for _ in range(LEVELS)]
    for start in range(0, len(places), CHUNK):
        part = places[start : start + CHUNK]
        base = part[0] - PAD
        hashes = kernel.window_hashes(units[base : part[-1] + 2 * PAD], part - base)
        for out, row in zip(found, hashes, strict=True):
            out[start : start + CHUNK] = row
    return found


def best(hashes: Array, score: Array, most: int) -> Array:
    """Mark the `most` hashes of the highest positive score, one a slot."""
    candidates = np.flatnonzero(score > 0)
    order = candidates[np.lexsort((-score[candidates], kernel.slots_of(hashes[candidates])))]
    slots = kernel.slots_of(hashes[order])
    alone = np.ones(len(order), np.bool_)
    alone[1:] = slots[1:] != slots[:-1]
    order = order[alone]
    order = order[np.argsort(-score[order], kind="stable")[:most]]
    chosen = np.zeros(len(hashes), np.bool_)
    chosen[order] = True
    return chosen
