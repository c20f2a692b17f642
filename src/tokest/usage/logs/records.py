"""Logged calls as usage records, at list price where the rate card has one."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from tokest.usage.numbers import ZERO
from tokest.usage.pricing import NOUNS
from tokest.usage.record import REQUEST, Meter, UsageRecord

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokest.usage.logs.call import Call
    from tokest.usage.pricing import Charge, Priced, Pricer


@dataclass(frozen=True, slots=True)
class Recorder:
    """Turns calls into records; meters are made once."""

    pricer: Pricer
    meters: dict[tuple[object, ...], Meter] = field(default_factory=dict)

    def records(self, call: Call) -> Iterator[UsageRecord]:
        """Give a record for each unit that a call is billed for, and one for the call itself."""
        priced = self.pricer.price(call, call.match)
        for charge in priced.charges:
            meter = self._meter(call, charge.unit, NOUNS[charge.unit], priced)
            yield _record(call, meter, charge, priced.currency)
        meter = self._meter(call, REQUEST, "request", priced)
        yield _record(call, meter, None, None)

    def _meter(self, call: Call, unit: str, noun: str, priced: Priced) -> Meter:
        mode = (call.batch, call.thinking, priced.tier, call.usage.variant)
        key = (call.model, unit, call.workspace, call.key, priced.region, *mode)
        meter = self.meters.get(key)
        if meter is None:
            match = call.match
            meter = self.meters[key] = Meter(
                model=call.model,
                matched=f"{match.provider.id}/{match.model.id}" if match else None,
                provider=match.provider.id if match else None,
                unit=unit,
                noun=noun,
                workspace=call.workspace,
                key=call.key,
                region=priced.region,
                batch=call.batch,
                thinking=call.thinking,
                tier=priced.tier,
                variant=call.usage.variant or "",
            )
        return meter


def _record(call: Call, meter: Meter, charge: Charge | None, currency: str | None) -> UsageRecord:
    known = charge is not None and charge.amount is not None
    return UsageRecord(
        source=call.source,
        line=call.line,
        id=call.id,
        start=call.at,
        end=call.at,
        meter=meter,
        quantity=Decimal(charge.quantity if charge else 1),
        deducted=ZERO,
        list_price=charge.rate if charge else None,
        per=charge.per if charge else 1,
        gross=charge.amount if charge else None,
        discount=None,
        net=None,
        currency=currency if known else None,
    )
