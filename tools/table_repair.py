r"""Repair the slots of fitted window tables: the last step, after `fit_tables.py`.

    python tools/table_repair.py WORK [WORK ...] --output data

A key lives in the one slot that its hash gives it. Two things go wrong with some of a million:
a frequent key that is not in the table has the slot and the fingerprint of one that is, and gets
its value; or its slot went to a rarer key. Both are looked for on the text that was fitted to. The
first kind of slot is emptied unless its own key is met more often; of the second kind, the frequent
key takes the slot if it corrects more tokens than the other key is met, with the id whose values
are nearest to what it was counted for.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from table_pack import write_keys
from table_work import alike, kinds, open_work
from tokest.kernels import windows as kernel
from tokest.kernels.sums import UNIT
from tokest.kernels.words import CHUNK, REACH, find_words
from tokest.tokens.table_files import load_keys, load_values
from tokest.tokens.table_quality import table_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from table_work import Work

    Array = NDArray[Any]

OFF: Final = 0.25
"""Tokens by which a value must be off, on average over the judges, to be another key's."""

OFTEN: Final = 20
"""Places where a hash must have been met to be judged."""

SELDOM: Final = 200
"""Units met less often are rare."""

JUDGES: Final = ("o200k_base", "gemma3", "qwen3.5", "deepseek_v3")
LEVELS: Final = len(kernel.WINDOWS)


@dataclass(slots=True)
class Groups:
    """Places of one hash: how many, what they should count, and what they do.

    Attributes
    ----------
    hashes : uint64[G]
    places : int64[G]
    true, said : float64[E, G], tokens
        Averages.
    """

    hashes: Array
    places: Array
    true: Array
    said: Array

    def off(self) -> Array:
        """Give how far what is said is off, on average over the encodings."""
        found: Array = np.abs(self.true - self.said).mean(axis=0)
        return found


def main() -> None:
    """Empty and reassign slots, and write the keys again."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("work", type=Path, nargs="+")
    parser.add_argument("--output", type=Path, required=True)
    given = parser.parse_args()
    work, tables = open_work(given.work), load_keys()
    slots, names = tables.slots.copy(), list(table_names())
    names.sort(key=lambda name: name not in JUDGES)
    values = np.stack([load_values(name) for name in names]) / UNIT
    starts = [work.starts(name) for name in names[: len(JUDGES)]]
    met = _gather(_places(work, tables, LEVELS), starts, values)
    wrong = (met.off() > OFF) & (met.places >= OFTEN)
    slot = kernel.slots_of(met.hashes)
    owned = np.bincount(slot[~wrong], weights=met.places[~wrong], minlength=len(slots))
    harm = np.bincount(slot[wrong], weights=(met.places * met.off())[wrong], minlength=len(slots))
    emptied = np.flatnonzero(harm > owned)
    slots[emptied] = kernel.EMPTY
    owned[emptied] = 0
    tables = kernel.Tables(tables.kinds, tables.before, slots, tables.single)
    print(f"{len(emptied)} slots emptied, which had made {harm[emptied].sum():,.0f} tokens wrong")
    starts = [work.starts(name) for name in names]
    for level in range(LEVELS - 1, -1, -1):
        missed = _gather(_places(work, tables, level), starts, values)
        gain = missed.places * np.abs(missed.true - missed.said)[: len(JUDGES)].mean(axis=0)
        slot = kernel.slots_of(missed.hashes)
        wins = np.flatnonzero((missed.places >= OFTEN) & (gain > owned[slot] + OFTEN))
        wins = wins[np.argsort(gain[wins])]  # of two for one slot the larger gain comes last
        ids = _nearest(missed.true[:, wins], values[:, : kernel.IDS])
        entries = kernel.prints_of(missed.hashes[wins]) | ids.astype(np.uint32)
        slots[slot[wins]] = entries
        owned[slot[wins]] = gain[wins]
        print(f"level {level}: {len(wins)} keys taken in, right by {gain[wins].sum():,.0f} tokens")
    single = strange_units(work, names, tables.single, values)
    write_keys(given.output / "tables" / "keys.bin", kinds(), alike(), slots, single)


def strange_units(work: Work, names: list[str], single: Array, values: Array) -> Array:
    """Give units that the text hardly has the ids of the rare ones with as many bytes."""
    count = np.bincount(work.units, minlength=1 << 16)
    units = np.arange(1 << 16)
    size = np.searchsorted([0x80, 0x800, 0xD800, 0xDC00, 0xE000], units, side="right")
    size[units >= 0xE000] = 2  # noqa: PLR2004  # three bytes, as those from 0x800 on
    totals = [
        np.bincount(work.units, weights=work.starts(name), minlength=1 << 16) for name in names
    ]
    found = single.copy()
    for group in np.unique(size):
        rare = (size == group) & (count >= 1) & (count < SELDOM)
        average = np.array([[total[rare].sum() / max(1, count[rare].sum())] for total in totals])
        [chosen] = _nearest(average, values[:, : kernel.IDS])
        never = (size == group) & (count < OFTEN)
        print(f"{never.sum()} units of group {group}: {average.mean():.2f} tokens each")
        found[never] = chosen
    return found


def _places(work: Work, tables: kernel.Tables, level: int) -> Iterator[tuple[Array, ...]]:
    """Give hash, first and last place, and id: of all that is known, or of what a level misses."""
    for start in range(0, len(work.units), CHUNK):
        base = max(start - REACH, 0)
        units = work.units[base : start + CHUNK + REACH]
        if len(units) <= 2 * REACH:
            return
        words, _ = find_words(units, tables.kinds, tables.before)
        found = kernel.look_up(units, tables)
        mine = slice(start - base, start - base + CHUNK)
        size = len(words.first)
        if level == LEVELS:
            known = found.ids[:size] != kernel.NOTHING
            known &= (words.first >= mine.start) & (words.first < mine.stop)
            first, last = (words.first - words.spaced)[known], words.last[known]
            yield words.hashes[known], first + base, last + base, found.ids[:size][known]
        inside = (found.places >= mine.start) & (found.places < mine.stop)
        inside &= work.document[np.minimum(found.places + base, len(work.document) - 1)] >= 0
        places, ids = found.places[inside], found.ids[size:][inside]
        hashes = kernel.window_hashes(units, places)
        entries = tables.slots.take(kernel.slots_of(hashes)) ^ kernel.prints_of(hashes)
        rank = np.append(entries < kernel.IDS, np.ones((1, len(places)), np.bool_), axis=0).argmax(
            0
        )
        chosen = np.flatnonzero(rank < LEVELS if level == LEVELS else rank > level)
        row = rank[chosen] if level == LEVELS else level
        where = places[chosen] + base
        yield hashes[row, chosen], where, where + 1, ids[chosen]


def _gather(places: Iterator[tuple[Array, ...]], starts: list[Array], values: Array) -> Groups:
    """Average by hash, over the encodings whose starts are given."""
    hashes, first, last, ids = map(np.concatenate, zip(*places, strict=True))
    order = np.argsort(hashes)
    ordered = hashes[order]
    new = np.ones(len(order), np.bool_)
    new[1:] = ordered[1:] != ordered[:-1]
    at = np.flatnonzero(new)
    count = np.diff(at, append=len(order))
    true, said = (np.empty((len(starts), len(at))) for _ in range(2))
    for row, column in enumerate(starts):
        before = np.concatenate([[0], np.cumsum(column, dtype=np.int64)])
        tokens = (before[last] - before[first])[order]
        true[row] = np.add.reduceat(tokens, at) / count
        said[row] = np.add.reduceat(values[row].astype(np.float32)[ids[order]], at) / count
    return Groups(ordered[at], count, true, said)


def _nearest(wanted: Array, rows: Array) -> Array:
    """Find the row of values nearest to each column of averages."""
    points, centers = np.sqrt(wanted.T).astype(np.float32), np.sqrt(rows.T).astype(np.float32)
    half = (centers**2).sum(axis=1) / 2
    found = np.empty(len(points), np.int64)
    for start in range(0, len(points), 512):
        part = points[start : start + 512]
        found[start : start + 512] = (part @ centers.T - half).argmax(axis=1)
    return found


if __name__ == "__main__":
    main()
