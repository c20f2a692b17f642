"""List prices of the rate card for records that say neither a price nor an amount."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from tokest.units import EXACT, UNITS, Usage
from tokest.usage.logs.call import Call
from tokest.usage.pricing import Charge, Priced, Pricer
from tokest.usage.record import REQUEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from tokest.usage.context import Context
    from tokest.usage.record import Meter, UsageRecord

_UNITS: Final = {unit.name: unit for unit in UNITS}


@dataclass(slots=True)
class Listing:
    """Prices records one by one, and counts those it priced and those it could not."""

    context: Context
    priced: int = 0
    problems: dict[str, int] = field(default_factory=dict)
    _known: dict[tuple[int, date | None], tuple[Meter, Charge | None, Priced]] = field(
        default_factory=dict
    )

    def price(self, records: Iterable[UsageRecord]) -> Iterator[UsageRecord]:
        """Give the records, with list prices where they have no money.

        A row that sums many calls does not say how long each was: it is priced by the tier that
        its meter names, which is the lowest where it names none.
        """
        for record in records:
            bare = record.gross is None and record.net is None and record.quantity
            yield self._listed(record) if bare and record.meter.unit != REQUEST else record

    def _listed(self, record: UsageRecord) -> UsageRecord:
        day = None if record.start is None else record.start.date()
        key = id(record.meter), day
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = (record.meter, *self._look_up(record))
        _, charge, priced = found
        if charge is None or charge.rate is None:
            problem = priced.problem or f"no price for {record.meter.unit} on record"
            self.problems[problem] = self.problems.get(problem, 0) + 1
            return record
        self.priced += 1
        amount = EXACT.divide(EXACT.multiply(charge.rate, record.quantity), charge.per)
        return record._replace(
            list_price=charge.rate, per=charge.per, gross=amount, currency=priced.currency
        )

    def _look_up(self, record: UsageRecord) -> tuple[Charge | None, Priced]:
        """Price the smallest call of the tier that uses this unit."""
        meter = record.meter
        unit = _UNITS.get(meter.unit)
        if unit is None:
            return None, Priced(charges=())
        least = meter.tier * 1000 + 1
        counts: dict[str, Any] = {"input_tokens": least} if unit.noun == "token" else {}
        counts[unit.field] = least if unit.inside == "input_tokens" else counts.get(unit.field, 1)
        if unit.inside == "output_tokens":
            counts["output_tokens"] = 1
        if meter.thinking:
            counts |= {"output_tokens": 1, "reasoning_tokens": 1}
        call = Call(
            source=record.source,
            line=record.line,
            id="",
            at=record.start,
            model=meter.model,
            match=self.context.match(meter.model, meter.provider),
            usage=Usage(**counts, variant=meter.variant or None),
            batch=meter.batch,
        )
        priced = Pricer(self.context.region, self.context.currency).price(call, call.match)
        return next((one for one in priced.charges if one.unit == unit.name), None), priced

    def notes(self) -> Iterator[str]:
        """Say what was priced, and what was not."""
        if self.priced:
            how = "by the rate card, in their own tier or the lowest"
            yield f"{self.priced:,} rows without money are priced {how}"
        for problem, rows in self.problems.items():
            yield f"{rows:,} rows are not priced: {problem}"
