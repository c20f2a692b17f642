"""Files to records: recognised, read, hidden, each record once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tokest.render.plain import digits
from tokest.usage.days import Span
from tokest.usage.formats.choice import open_all
from tokest.usage.logs.passed import Passed
from tokest.usage.logs.records import Recorder
from tokest.usage.pricing import Pricer
from tokest.usage.seen import Doubles, once

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from tokest.usage.context import Context
    from tokest.usage.formats.choice import Opened
    from tokest.usage.listing import Listing
    from tokest.usage.logs.call import Call
    from tokest.usage.record import UsageRecord
    from tokest.usage.source import Source


@dataclass(slots=True, kw_only=True)
class Reading:
    """What is read, and what there is to say of it afterwards."""

    context: Context
    format: str | None = None
    listing: Listing | None = None
    doubles: Doubles = field(default_factory=Doubles)
    passed: Passed = field(default_factory=Passed)
    span: Span = field(default_factory=Span)
    undated: int = 0
    files: list[tuple[str, str]] = field(default_factory=list)

    def records(self, sources: Iterable[Source]) -> Iterator[UsageRecord]:
        """Read the records of files that lie in the span, each once.

        Raises
        ------
        FileFormatError
            with the place of what cannot be read.
        """
        pricer = Pricer(self.context.region, self.context.currency)
        recorder = Recorder(pricer)
        read = (
            record
            for opened in self._opened(sources)
            for record in opened.records(self.context, recorder, self.passed)
            if self._holds(record.start)
        )
        records = once(read, self.doubles)
        return records if self.listing is None else self.listing.price(records)

    def calls(self, sources: Iterable[Source]) -> Iterator[Call]:
        """Read the calls of logs that lie in the span, each once.

        Raises
        ------
        FileFormatError
            for a bill, which knows no single calls.
        """
        seen: set[int] = set()
        for opened in self._opened(sources):
            for call in opened.calls(self.context, self.passed):
                if not self._holds(call.at):
                    continue
                mark = hash((call.id, call.model))
                if call.id and mark in seen:
                    self.doubles.rows += 1
                    continue
                seen.add(mark)
                yield call

    def _holds(self, at: datetime | None) -> bool:
        """Tell whether an instant is asked for; count what does not say when and so is not."""
        held = self.span.holds(at)
        self.undated += not held and at is None
        return held

    def _opened(self, sources: Iterable[Source]) -> Iterator[Opened]:
        for source in sources:
            for opened in open_all(source, self.format):
                self.files.append((opened.source.name, opened.name))
                yield opened

    def notes(self) -> tuple[str, ...]:
        """Say what was left out, and what was priced."""
        listed = tuple(self.listing.notes()) if self.listing is not None else ()
        return (*self.passed.notes(), *self._undated(), *self._left_out(), *listed)

    def _undated(self) -> tuple[str, ...]:
        if not self.undated:
            return ()
        return (f"{self.undated:,} left out, since they do not say when",)

    def _left_out(self) -> tuple[str, ...]:
        found = self.doubles
        if not found.rows:
            return ()
        money = ", ".join(f"{digits(value)} {name}" for name, value in found.amounts.items())
        worth = f", worth {money}" if money else ""
        note = f"{found.rows:,} rows were read before and left out{worth}; first: {found.first}"
        changed = f"{found.changed:,} of them have other amounts than the row that was kept"
        return (note, changed) if found.changed else (note,)
