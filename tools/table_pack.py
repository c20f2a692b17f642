"""Pack fitted window tables: keys with the id of a row of values, values of all encodings."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from tokest.kernels import windows as kernel
from tokest.kernels.sums import UNIT
from tokest.kernels.windows import IDS
from tokest.tokens.table_files import SCALE

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from table_counts import Fit

    Array = NDArray[Any]

COARSE: Final = 256
ROUNDS: Final = 8


def cluster(means: Array, weight: Array, seed: int) -> tuple[Array, Array]:
    """Share at most `IDS` rows of values among all rows, in two steps of k-means.

    Returns the row of each key, and the rows: float[IDS, E]. Heavy rows count more, and small
    values are told apart better than large ones.
    """
    rng = np.random.default_rng(seed)
    points = np.sqrt(means.astype(np.float32))
    heft = np.sqrt(weight.astype(np.float32) + 0.01)
    coarse, _ = _k_means(points, heft, COARSE, rng)
    spread = np.bincount(coarse, weights=heft, minlength=COARSE) ** 0.75
    wanted = np.maximum(1, (IDS - COARSE) * spread / spread.sum()).astype(int)
    label = np.zeros(len(points), np.int64)
    base = 0
    for group, most in enumerate(wanted):
        members = np.flatnonzero(coarse == group)
        if not len(members):
            continue
        inner, used = _k_means(points[members], heft[members], most, rng)
        label[members] = base + inner
        base += used
    totals = np.maximum(np.bincount(label, weights=weight + 1e-6, minlength=IDS), 1e-9)
    centers = np.stack(
        [
            np.bincount(label, weights=(weight + 1e-6) * column, minlength=IDS) / totals
            for column in means.T
        ],
        axis=1,
    )
    order = np.argsort(-np.bincount(label, minlength=IDS), kind="stable")
    rank = np.empty(IDS, np.int64)
    rank[order] = np.arange(IDS)
    return rank[label], centers[order]


def _k_means(points: Array, heft: Array, most: int, rng: np.random.Generator) -> tuple[Array, int]:
    """Group points; give each point's group, and the number of groups."""
    rounded = np.round(points * 64).astype(np.int16)
    view = np.ascontiguousarray(rounded).view([("", np.int16)] * rounded.shape[1]).ravel()
    _, first, inverse = np.unique(view, return_index=True, return_inverse=True)
    if len(first) <= most:
        return inverse.ravel(), len(first)
    unique, mass = points[first], np.bincount(inverse.ravel(), weights=heft)
    start = rng.choice(len(unique), most, replace=False, p=mass / mass.sum(dtype=np.float64))
    centers = unique[start]
    for _ in range(ROUNDS):
        label = _nearest(unique, centers)
        total = np.bincount(label, weights=mass, minlength=most)
        sums = np.stack(
            [np.bincount(label, weights=mass * column, minlength=most) for column in unique.T],
            axis=1,
        )
        filled = total > 0
        centers[filled] = (sums[filled] / total[filled, None]).astype(np.float32)
    return _nearest(unique, centers)[inverse.ravel()], most


def _nearest(points: Array, centers: Array) -> Array:
    half = (centers**2).sum(axis=1) / 2
    label = np.empty(len(points), np.int64)
    step = max(1, (1 << 24) // len(centers))
    for start in range(0, len(points), step):
        part = points[start : start + step]
        label[start : start + step] = (part @ centers.T - half).argmax(axis=1)
    return label


def codes(values: Array) -> Array:
    """Give the code of the step of the scale that is nearest to each value."""
    steps = SCALE / UNIT
    right = np.clip(np.searchsorted(steps, values), 1, len(steps) - 1)
    nearer_left = values - steps[right - 1] < steps[right] - values
    found: Array = (right - nearer_left).astype(np.uint8)
    return found


def slots(fit: Fit, label: Array) -> tuple[Array, Array]:
    """Lay the keys into their slots: the table the kernel takes, and the ids of single units."""
    table = np.full(1 << kernel.SLOT_BITS, kernel.EMPTY)
    keys = len(fit.hashes)
    entry = kernel.prints_of(fit.hashes) | label[:keys].astype(np.uint32)
    table[kernel.slots_of(fit.hashes)] = entry
    return table, label[keys:].astype(np.uint16)


def write_keys(path: Path, kinds: Array, alike: Array, table: Array, single: Array) -> None:
    """Write what all encodings share; `tokest.tokens.tables` says how it is laid out."""
    used = table != kernel.EMPTY
    entries = table[used]
    prints = entries >> kernel.PRINT_PLACE
    parts = (
        kinds,
        planes(alike),
        np.packbits(used),
        prints.astype(np.uint8),
        np.packbits(prints >> np.uint32(8) & np.uint32(1)),
        np.packbits(prints >> np.uint32(9)),
        planes(entries.astype(np.uint16)),
        planes(single),
    )
    path.write_bytes(b"".join(map(_pack, parts)))


def planes(ids: Array) -> Array:
    """Put the high bytes before the low ones: they compress apart."""
    return np.concatenate([(ids >> 8).astype(np.uint8), ids.astype(np.uint8)])


def _pack(part: Array) -> bytes:
    squeezed = zlib.compress(part.tobytes(), 9)
    return len(squeezed).to_bytes(4, "little") + squeezed
