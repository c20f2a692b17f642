"""What the readers of tables share: rows by name, records and meters made from few words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

from tokest.errors import FileFormatError
from tokest.usage.numbers import ZERO
from tokest.usage.record import COST, REQUEST, Meter, UsageRecord
from tokest.usage.tables import column, rows_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime
    from decimal import Decimal

    from tokest.usage.context import Context
    from tokest.usage.source import Source
    from tokest.usage.tables import Heading


T = TypeVar("T")

MOST_REMEMBERED: Final = 1 << 16


class Remembered(dict[str, T]):
    """What texts mean that many rows repeat, such as an hour or a price.

    >>> lengths = Remembered(len)
    >>> lengths["abc"], lengths["abc"]
    (3, 3)
    """

    def __init__(self, read: Callable[[str], T]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, text: str) -> T:
        """Read a text that is new; forget all when there are too many."""
        if len(self) == MOST_REMEMBERED:
            self.clear()
        found = self[text] = self._read(text)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a row stands, and when what it tells of was used."""

    source: str
    line: int
    id: str = ""
    start: datetime | None = None
    end: datetime | None = None


class Meters:
    """Meters of one file, each made once."""

    def __init__(self, context: Context, provider: str | None) -> None:
        self._context = context
        self._provider = provider
        self._made: dict[tuple[object, ...], Meter] = {}

    def make(self, model: str, unit: str, noun: str = "token", **rest: Any) -> Meter:  # noqa: ANN401  # fields of Meter
        """Give the meter of these words; keys and workspaces are hidden as asked."""
        key = (model, unit, noun, *rest.items())
        meter = self._made.get(key)
        if meter is None:
            match = self._context.match(model, self._provider)
            for name in ("key", "workspace"):
                rest[name] = self._context.hide(rest.get(name, ""))
            meter = self._made[key] = Meter(
                model=model,
                matched=f"{match.provider.id}/{match.model.id}" if match else None,
                provider=self._provider,
                unit=unit,
                noun=noun,
                **rest,
            )
        return meter


def record(place: Place, meter: Meter, quantity: Decimal, **money: Any) -> UsageRecord:  # noqa: ANN401  # fields of UsageRecord
    """Make a record; money that is not given is unknown."""
    fields: dict[str, Any] = {
        "deducted": ZERO,
        "list_price": None,
        "per": 1,
        "gross": None,
        "discount": None,
        "net": None,
        "currency": None,
    }
    fields.update(money)
    return UsageRecord(
        source=place.source,
        line=place.line,
        id=place.id,
        start=place.start,
        end=place.end,
        meter=meter,
        quantity=quantity,
        **fields,
    )


def counted(
    place: Place,
    meters: Meters,
    model: str,
    counts: dict[str, Decimal],
    **rest: Any,  # noqa: ANN401  # fields of Meter
) -> Iterator[UsageRecord]:
    """Make a record of each count that is not zero, by the names of units."""
    for unit, count in counts.items():
        if count < 0:
            raise FileFormatError((f"{place.source}:{place.line}: {unit} is {count}, below 0",))
        if count:
            noun = "request" if unit == REQUEST else "token"
            yield record(place, meters.make(model, unit, noun, **rest), count)


def paid(
    place: Place,
    meters: Meters,
    model: str,
    money: dict[str, Any],
    **rest: Any,  # noqa: ANN401  # fields of Meter
) -> UsageRecord:
    """Make a record of money alone."""
    unit = rest.pop("unit", COST)
    return record(place, meters.make(model, unit, "", **rest), ZERO, **money)


def read_fields(
    source: Source, heading: Heading, read: Callable[[int, dict[str, str]], Iterator[T]]
) -> Iterator[T]:
    """Read rows by their line and the names of their columns; of columns alike, the first.

    Raises
    ------
    FileFormatError
        for a row that is not read: a ``ValueError`` of `read` says which text it is.
    """
    at = {name: column(heading, name) for name in heading.names}
    for line, row in rows_of(source, heading):
        field = {name: row[place] for name, place in at.items()}
        try:
            yield from read(line, field)
        except FileFormatError:
            raise
        except ValueError as error:
            raise unreadable(
                source.name, line, error, zip(heading.names, row, strict=True)
            ) from None


def unreadable(
    source: str, line: int, error: ValueError, cells: Iterable[tuple[str, str]]
) -> FileFormatError:
    """Say which row cannot be read, and in which column."""
    text = str(error)
    name = next((name for name, cell in cells if cell.strip() == text.strip()), None)
    what = f"cannot be read as a number or a time: {text[:80]!r}"
    where = f", in the column {name}" if name else ""
    return FileFormatError((f"{source}:{line}: {what}{where}",))
