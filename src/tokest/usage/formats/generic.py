"""Any table, by a mapping of its columns."""

from __future__ import annotations

import math
from datetime import UTC
from typing import TYPE_CHECKING, Any, Final

from tokest.errors import FileFormatError, InputError
from tokest.nearest import nearest
from tokest.units import FIELDS, UNITS, Usage
from tokest.usage.formats.making import Meters, Place, counted, paid, read_fields, record
from tokest.usage.numbers import amount, number, truth
from tokest.usage.pricing import NOUNS
from tokest.usage.record import OTHER, REQUEST
from tokest.usage.tables import wanted
from tokest.usage.times import instant

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from tokest.usage.context import Context
    from tokest.usage.record import UsageRecord
    from tokest.usage.source import Source
    from tokest.usage.tables import Heading

WORDS: Final = ("id", "workspace", "key", "region", "currency", "unit")
TIMES: Final = ("start", "end")
MONEY: Final = ("gross", "discount", "net")

NAMES: Final = ("model", *WORDS, *TIMES, "quantity", *MONEY, "batch", REQUEST, *FIELDS)
"""What a column may be: a unit and its quantity, or inclusive counts by the fields of `Usage`."""


def check_columns(columns: tuple[tuple[str, str], ...]) -> None:
    """Refuse a mapping with unknown names.

    >>> check_columns((("modle", "Model"),))
    Traceback (most recent call last):
    tokest.errors.InputError: columns: 'modle' is not one of model
    """
    for name, _ in columns:
        if name not in NAMES:
            close = nearest(name, NAMES) or NAMES
            raise InputError("columns", f"{name!r} is not one of {', '.join(close)}")
    if "model" not in dict(columns):
        raise InputError("columns", "say which one is the model: model=NAME")


def read(source: Source, heading: Heading, context: Context) -> Iterator[UsageRecord]:
    """Read a table by the mapping in `context`.

    Raises
    ------
    FileFormatError
        for a column that is not there, and a cell that is no number or time.
    """
    check_columns(context.columns)
    at = {name: wanted(heading, title, source.name) for name, title in context.columns}
    titles = {name: heading.names[place] for name, place in at.items()}
    zone = context.zone or UTC
    meters = Meters(context, context.provider)

    def records(line: int, row: dict[str, str]) -> Iterator[UsageRecord]:
        field = {name: row[title].strip() for name, title in titles.items()}
        start, end = (instant(field.get(name, ""), zone) for name in TIMES)
        name = field.get("id", "")
        place = Place(source=source.name, line=line, id=name, start=start, end=end)
        return _records(place, meters, field, context)

    return read_fields(source, heading, records)


def _records(
    place: Place, meters: Meters, field: dict[str, str], context: Context
) -> Iterator[UsageRecord]:
    model = field["model"] or "unknown"
    rest: dict[str, Any] = {name: field.get(name, "") for name in ("workspace", "key", "region")}
    rest["batch"] = truth(field.get("batch", ""))
    money: dict[str, Any] = {name: number(field.get(name, "")) for name in MONEY}
    paid_for = any(value is not None for value in money.values())
    if paid_for:
        money["currency"] = field.get("currency", "").upper() or context.currency
    if "quantity" in field:
        unit = field.get("unit", "").removesuffix("_tokens")
        unit = unit if unit in NOUNS else OTHER
        meter = meters.make(model, unit, NOUNS.get(unit, OTHER), **rest)
        yield record(place, meter, amount(field["quantity"]), **(money if paid_for else {}))
        return
    yield from _counts(place, meters, model, field, rest)
    if paid_for:
        yield paid(place, meters, model, money, **rest)


def _counts(
    place: Place, meters: Meters, model: str, field: dict[str, str], rest: dict[str, Any]
) -> Iterator[UsageRecord]:
    """Split inclusive counts into what is billed apart."""
    counts: dict[str, Any] = {
        name: math.ceil(amount(field[name])) for name in FIELDS if name in field
    }  # seconds are billed as whole ones, as in logs
    try:
        leaves = Usage(**counts).leaves()
    except InputError as error:
        raise FileFormatError((f"{place.source}:{place.line}: {error}",)) from None
    for unit in UNITS:
        if leaves.get(unit.field):
            meter = meters.make(model, unit.name, unit.noun, **rest)
            yield record(place, meter, amount(str(leaves[unit.field])))
    requests: dict[str, Decimal] = {REQUEST: amount(field.get(REQUEST, ""))}
    yield from counted(place, meters, model, requests, **rest)
