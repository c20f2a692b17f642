"""Rows that were read before: overlapping exports hold the same records."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from tokest.units import EXACT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy as np
    from numpy.typing import NDArray

    from tokest.usage.record import Meter, UsageRecord

    Marks = NDArray[np.int64]

BATCH: Final = 1 << 15
"""Records that are looked at together."""


@dataclass(slots=True)
class Doubles:
    """What was left out, and what it would have added."""

    rows: int = 0
    changed: int = 0
    first: str = ""
    amounts: dict[str, Decimal] = field(default_factory=dict)

    def add(self, record: UsageRecord, *, same: bool) -> None:
        """Count a record that is left out; one that is not the same repeats an ID alone."""
        self.rows += 1
        self.changed += not same
        self.first = self.first or record.place
        money = record.net if record.net is not None else record.gross
        if money is not None and record.currency is not None:
            known = self.amounts.get(record.currency, Decimal(0))
            self.amounts[record.currency] = EXACT.add(known, money)


@dataclass(slots=True)
class _Known:
    """Marks of what was read: of IDs, of whole rows, and of rows without an ID by file."""

    ids: list[Marks] = field(default_factory=list)
    rows: list[Marks] = field(default_factory=list)
    older: list[Marks] = field(default_factory=list)
    current: list[Marks] = field(default_factory=list)
    source: str = ""
    meters: dict[int, tuple[Meter, int]] = field(default_factory=dict)


def once(records: Iterable[UsageRecord], doubles: Doubles) -> Iterator[UsageRecord]:
    """Give each record once; what is left out goes into `doubles`.

    A record with an ID is known by it, its model and its unit. One without is known by all it
    says, and is looked for in other files only, since within one file rows may be alike. Records
    are remembered as 64 bits each, so that 10 million take some 160 MB, and the chance that any
    two of them are taken for one another is below 1 in 100,000.
    """
    known = _Known()
    batch: list[UsageRecord] = []
    for record in records:
        if batch and (len(batch) == BATCH or record.source != batch[0].source):
            yield from _fresh(batch, known, doubles)
            batch = []
        batch.append(record)
    if batch:
        yield from _fresh(batch, known, doubles)


def _fresh(batch: list[UsageRecord], known: _Known, doubles: Doubles) -> Iterator[UsageRecord]:
    """Give the records of a batch, all of one file, that were not read before."""
    # Exports of a few rows do not need numpy, whose import takes longer than they do to read.
    from tokest.kernels import marks as kernel  # noqa: PLC0415

    if batch[0].source != known.source:
        for run in known.current:
            known.older = kernel.add(run, known.older)
        known.current, known.source = [], batch[0].source
    ids = _marks(map(_identity, batch))
    rows = _marks(_content(record, known) for record in batch)
    with_id = _mask(bool(record.id) for record in batch)
    fresh = _mask(True for _ in batch)
    fresh[with_id] = kernel.first(ids[with_id]) & ~kernel.known(ids[with_id], known.ids)
    fresh[~with_id] = ~kernel.known(rows[~with_id], known.older)
    same = kernel.known(rows, known.rows)
    known.ids = kernel.add(ids[with_id & fresh], known.ids)
    known.rows = kernel.add(rows[with_id & fresh], known.rows)
    known.current = kernel.add(rows[~with_id & fresh], known.current)
    same |= ~kernel.first(rows)
    for record, is_fresh, is_same in zip(batch, fresh.tolist(), same.tolist(), strict=True):
        if is_fresh:
            yield record
        else:
            doubles.add(record, same=is_same or not record.id)


def _marks(hashes: Iterator[int]) -> Marks:
    import numpy as np  # noqa: PLC0415  # as above

    return np.fromiter(hashes, np.int64)


def _mask(flags: Iterator[bool]) -> NDArray[np.bool_]:
    import numpy as np  # noqa: PLC0415  # as above

    return np.fromiter(flags, np.bool_)


def _identity(record: UsageRecord) -> int:
    return hash((record.id, record.kind, record.meter.model, record.meter.unit))


def _content(record: UsageRecord, known: _Known) -> int:
    meter = known.meters.get(id(record.meter))
    if meter is None:  # hashing a meter takes longer than all the rest
        meter = known.meters[id(record.meter)] = record.meter, hash(record.meter)
    what = (record.id, record.kind, meter[1], record.quantity, record.deducted)
    return hash((*what, record.start, record.net, record.gross, record.currency))
