"""Rows that were read before: overlapping exports hold the same records."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from tokest.units import EXACT
from tokest.usage.marks import SMALL, Marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tokest.usage.record import Meter, UsageRecord


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


def once(records: Iterable[UsageRecord], doubles: Doubles) -> Iterator[UsageRecord]:
    """Give each record once; what is left out goes into `doubles`.

    A record with an ID is known by it, its model and its unit. One without is known by all it
    says, and is looked for in other files only, since within one file rows may be alike. Records
    are remembered by 64 bits each in 18 to 36 bytes, so that 10 million take 200 MB, and the
    chance that any two of them are taken for one another is below 1 in 100,000.
    """
    ids = Marks()
    older, current = Marks(), Marks()
    source = ""
    meters: dict[int, tuple[Meter, int]] = {}
    for record in records:
        meter = record.meter
        if record.source != source:
            older.update(current)
            current, source = Marks(), record.source
        if record.id:
            amount = record.quantity if record.net is None else record.net
            content = hash(amount) & SMALL
            met = ids.add(hash((record.id, record.kind, meter.model, meter.unit)), content)
            if met is None:
                yield record
            else:
                doubles.add(record, same=met == content)
            continue
        known = meters.get(id(meter))
        if known is None:  # hashing a meter takes longer than all the rest
            known = meters[id(meter)] = meter, hash(meter)
        mark = hash((known[1], record.start, record.quantity, record.net, record.gross))
        if older.has(mark):
            doubles.add(record, same=True)
        else:
            current.add(mark)
            yield record
