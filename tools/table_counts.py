"""Count window tables from token starts; `fit_tables.py` is the program.

Nothing is trained: the value of a word or a window is how many tokens the real tokenizer starts
there, on average. Two things make the averages hold on text the fit has not seen:

- a window is kept only if it was met in two sources, and of the windows that share a slot the one
  that corrects its shorter window most;
- a shorter window is averaged over the places where no longer one is known (weight 1) and hardly
  over the others (`SEEN`), so that it speaks for unseen text.
"""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from tokest.kernels import windows as kernel

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Array = NDArray[Any]
    Values = dict[str, Array]

WORD_BITS: Final = 17
WINDOW_BITS: Final = (17, 18, 15)
PARTS: Final = ("words", "windows0", "windows1", "windows2")
"""Parts of a table, in the order they are written."""

SEEN: Final = 0.05
"""Weight of a place where something longer is known."""

SHRINK: Final = (0.5, 2.0, 1.0)
"""Places that a shorter window counts for in the average of a longer one, by level."""


@dataclass(slots=True)
class Work:
    """The arrays of a work folder and what is derived from them once."""

    folder: Path
    codes: Array
    spans: Array
    documents: list[dict[str, Any]]
    names: list[str]
    words: tuple[Array, Array, Array]  # start, end, hash
    hashes: list[Array]
    orders: list[Array]

    def starts(self, name: str) -> Array:
        """Give how many tokens of an encoding start at each character."""
        found: Array = np.load(self.folder / f"starts_{name}.npy", mmap_mode="r")
        return found

    def per_place(self, by_document: Array) -> Array:
        """Spread one number a document over its characters; 0 between documents."""
        out = np.zeros(len(self.codes), by_document.dtype)
        for (start, stop), value in zip(self.spans.T, by_document, strict=True):
            out[start:stop] = value
        return out


def open_work(folder: Path, names: list[str]) -> Work:
    """Load the folder, hash every window and word."""
    codes = np.load(folder / "codes.npy")
    spans = np.load(folder / "spans.npy")
    lines = (folder / "documents.jsonl").read_text("utf-8").splitlines()
    hashes = [np.zeros(len(codes), np.uint32) for _ in kernel.LEVELS]
    places = np.arange(kernel.PAD, len(codes) - kernel.PAD)
    for level, out in enumerate(hashes):
        out[kernel.PAD : -kernel.PAD] = kernel.window_hashes(codes, places, level)
    orders = [np.argsort(found, kind="stable").astype(np.uint32) for found in hashes]
    documents = [json.loads(line) for line in lines]
    return Work(folder, codes, spans, documents, names, all_words(codes), hashes, orders)


def letters() -> Array:
    """Mark the letters and marks of scripts that put spaces between words."""
    table = np.array([unicodedata.category(chr(i))[0] in "LM" for i in range(1 << 16)], np.uint8)
    for first, last in ((0x0E00, 0x0F00), (0x1000, 0x10A0), (0x1780, 0x1800), (0x1950, 0x1AB0)):
        table[first:last] = 0  # Thai, Lao, Burmese, Khmer and their neighbours
    for first, last in ((0x2E80, 0xA4D0), (0xF900, 0xFB00), (0xFE00, 0xFE10), (0xFF00, 0xFFF0)):
        table[first:last] = 0  # Han, kana, variation selectors, full width
    return table


def all_words(codes: Array) -> tuple[Array, Array, Array]:
    """Find and hash the words of the whole corpus, a chunk at a time."""
    found = []
    table = letters()
    first, last = kernel.find_words(codes, table)
    for start in range(0, len(codes), kernel.CHUNK):
        a, b = np.searchsorted(first, (start, start + kernel.CHUNK))
        base = max(start - 1, 0)
        part = codes[base : start + kernel.CHUNK + kernel.LONGEST_WORD]
        found.append(kernel.word_hashes(part, first[a:b] - base, last[a:b] - base))
    return first, last, np.concatenate(found)


def fit(work: Work, weight: Array) -> tuple[Values, dict[str, Values]]:
    """Count the tables on documents of these weights.

    Returns the fingerprints by part, and for each encoding the values by part and its floor.
    """
    place = work.per_place(weight.astype(np.float32))
    source = work.per_place(_source_numbers(work.documents))
    used = np.flatnonzero(place > 0)
    prints: Values = {}
    values: dict[str, Values] = {name: {} for name in work.names}
    covered = _fit_words(work, weight, source, prints, values)
    place[covered] *= SEEN
    groups = [_group(work, level, place, source) for level in range(len(kernel.LEVELS))]
    parents = [_parents(groups[i], groups[i + 1], len(used)) for i in range(2)]
    shares = place[used]
    counts = {name: work.starts(name)[used] for name in work.names}
    first_guess = _averages(groups, parents, [shares] * 3, counts)
    keep_0 = _best(groups[0], shares, first_guess, parents[0], 0)
    shares_1 = _fade(shares, groups[0], keep_0)
    guess = _averages(groups, parents, [shares, shares_1, shares_1], counts)
    keep_1 = _best(groups[1], shares_1, guess, parents[1], 1)
    shares_2 = _fade(shares_1, groups[1], keep_1)
    final = _averages(groups, parents, [shares, shares_1, shares_2], counts)
    keep_2 = _slots(groups[2].keys, groups[2].total(shares_2), WINDOW_BITS[2])
    for level, keep in enumerate((keep_0, keep_1, keep_2)):
        slot = groups[level].keys[keep] >> np.uint32(32 - WINDOW_BITS[level])
        part = f"windows{level}"
        prints[part] = np.zeros(1 << WINDOW_BITS[level], np.uint16)
        prints[part][slot] = kernel.fingerprints(groups[level].keys[keep])
        for name in work.names:
            out = values[name][part] = np.zeros(1 << WINDOW_BITS[level], np.uint8)
            out[slot] = encode(final[name][level][keep], 4)
    _fit_floor(work, used, shares_2, groups[2].inverse, keep_2, counts, values)
    return prints, values


@dataclass(slots=True)
class Group:
    """The distinct keys of a level at the places used."""

    keys: Array
    inverse: Array
    sources: Array

    def total(self, shares: Array) -> Array:
        """Sum shares by key."""
        return np.bincount(self.inverse, weights=shares, minlength=len(self.keys))


def _group(work: Work, level: int, place: Array, source: Array) -> Group:
    used = place > 0
    number = np.cumsum(used, dtype=np.int32) - 1
    order = work.orders[level][used[work.orders[level]]]
    keys = work.hashes[level][order]
    new = np.ones(len(keys), bool)
    new[1:] = keys[1:] != keys[:-1]
    index = np.cumsum(new, dtype=np.int32) - 1
    inverse = np.empty(len(keys), np.int32)
    inverse[number[order]] = index
    by_source = source[order]
    changes = new.copy()
    changes[1:] |= by_source[1:] != by_source[:-1]
    return Group(keys[new], inverse, np.bincount(index[changes]))


def _parents(longer: Group, shorter: Group, places: int) -> Array:
    first = np.empty(len(longer.keys), np.int64)
    first[longer.inverse] = np.arange(places)
    return shorter.inverse[first]


def _averages(
    groups: list[Group], parents: list[Array], shares: list[Array], counts: Values
) -> dict[str, list[Array]]:
    """Average the starts by key, each level shrunk towards the shorter one."""
    totals = [group.total(share) for group, share in zip(groups, shares, strict=True)]
    found: dict[str, list[Array]] = {}
    for name, count in counts.items():
        sums = [group.total(share * count) for group, share in zip(groups, shares, strict=True)]
        below: Array | float = float(sums[2].sum() / totals[2].sum())
        levels: list[Array] = []
        for level in (2, 1, 0):
            prior = below[parents[level]] if isinstance(below, np.ndarray) else below
            strength = SHRINK[level]
            below = (sums[level] + strength * prior) / (totals[level] + strength)
            levels.insert(0, below.astype(np.float32))
        found[name] = levels
    return found


def _best(
    group: Group, shares: Array, guess: dict[str, list[Array]], parent: Array, level: int
) -> Array:
    """Choose a key a slot: the one that corrects its shorter window most."""
    change = sum(np.abs(found[level] - found[level + 1][parent]) for found in guess.values())
    score = group.total(shares) * change
    score[group.sources < 2] = 0  # noqa: PLR2004  # met in one source: not known to recur
    return _slots(group.keys, score, WINDOW_BITS[level])


def _slots(keys: Array, score: Array, bits: int) -> Array:
    slot = keys >> np.uint32(32 - bits)
    order = np.lexsort((-score, slot))
    first = np.ones(len(order), bool)
    first[1:] = slot[order][1:] != slot[order][:-1]
    chosen = np.zeros(len(keys), bool)
    chosen[order[first]] = True
    return chosen & (score > 0)


def _fade(shares: Array, group: Group, keep: Array) -> Array:
    """Lower the shares of places whose key is kept, or is no news to more than one source."""
    return np.where((keep | (group.sources > 1))[group.inverse], shares * SEEN, shares)


def _fit_words(
    work: Work, weight: Array, source: Array, prints: Values, values: dict[str, Values]
) -> Array:
    """Fill the word table; give a mask of the places that known words cover."""
    start, end, hashes = work.words
    shares = weight[np.searchsorted(work.spans[0], start, side="right") - 1]
    used = shares > 0
    start, end, hashes, shares = start[used], end[used], hashes[used], shares[used]
    keys, inverse = np.unique(hashes, return_inverse=True)
    pairs = np.unique(inverse.astype(np.int64) << 32 | source[start])
    sources = np.bincount(pairs >> 32, minlength=len(keys))
    total = np.bincount(inverse, weights=shares)
    keep = _slots(keys, np.where(sources > 1, total, 0), WORD_BITS)
    slot = keys[keep] >> np.uint32(32 - WORD_BITS)
    prints["words"] = np.zeros(1 << WORD_BITS, np.uint16)
    prints["words"][slot] = kernel.fingerprints(keys[keep])
    for name in work.names:
        before = np.concatenate([[0], np.cumsum(work.starts(name), dtype=np.int64)])
        mean = np.bincount(inverse, weights=shares * (before[end] - before[start])) / total
        values[name]["words"] = np.zeros(1 << WORD_BITS, np.uint8)
        values[name]["words"][slot] = encode(mean[keep], 4)
    step = np.zeros(len(work.codes) + 1, np.int8)
    step[start[keep[inverse]]] += 1
    step[end[keep[inverse]]] -= 1
    covered: Array = np.cumsum(step, dtype=np.int8)[:-1] > 0
    return covered


def _fit_floor(  # noqa: PLR0913, PLR0917  # what one level needs
    work: Work, used: Array, shares: Array, inverse: Array, keep: Array, counts: Values,
    values: dict[str, Values],
) -> None:  # fmt: skip
    """Average over the characters that no level knows, by the length of their UTF-8 form."""
    length = np.searchsorted([0x80, 0x800, 0x10000], work.codes[used], side="right")
    share = np.where(keep[inverse], shares * SEEN, shares)
    total = np.bincount(length, weights=share, minlength=4) + 1
    for name, count in counts.items():
        sums = np.bincount(length, weights=share * count, minlength=4) + 1
        values[name]["floor"] = (sums / total * kernel.UNIT).astype(np.int32)


def scale() -> Array:
    """Give what each code stands for: finer steps near 0, where most values are."""
    return np.round((np.arange(256) / 255) ** 2 * 4 * kernel.UNIT).astype(np.int16)


def encode(value: Array, step: int) -> Array:
    """Write values as codes, every `step`-th of them used."""
    code = np.sqrt(np.clip(value, 0, 4) / 4) * 255
    return np.minimum(np.round(code / step) * step, 255).astype(np.uint8)


def _source_numbers(documents: list[dict[str, Any]]) -> Array:
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(d["source"], len(numbers)) for d in documents], np.int32)


def tables(names: list[str], prints: Values, values: dict[str, Values]) -> kernel.Tables:
    """Put the parts together as the kernel wants them."""
    level = {
        part: kernel.Level(found, scale()[np.stack([values[name][part] for name in names])])
        for part, found in prints.items()
    }
    return kernel.Tables(
        letters(),
        level["words"],
        tuple(level[f"windows{i}"] for i in range(3)),
        np.stack([values[name]["floor"] for name in names]),
    )
