"""What models used by day, from a table: CSV with a header, or one JSON object a line."""

from __future__ import annotations

import json
from datetime import UTC
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from tokest.errors import FileFormatError, InputError
from tokest.plan.abnormal import UsageDay
from tokest.plan.samples import MOST_PROBLEMS, read_rows
from tokest.units import EXACT
from tokest.usage.numbers import number, truth
from tokest.usage.tables import heading_of
from tokest.usage.times import instant

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from tokest.usage.record import UsageRecord

NOUNS: Final = ("token", "image", "second", "character", "page")
"""What free quota is counted in."""

ZERO: Final = Decimal(0)

_DAY: Final = ("day", "date")
_MOST: Final = Decimal(10) ** 15
_TOKENS: Final = ("input_tokens", "output_tokens")


def read_usage_days(name: str, text: str) -> tuple[UsageDay, ...]:
    r"""Read rows of ``day``, ``model`` and ``amount`` (or input and output tokens).

    Rows whose ``batch`` is true are left out: they use no free quota.

    Raises
    ------
    InputError, FileFormatError
        with every problem as ``path:line: what``.

    Examples
    --------
    >>> read_usage_days("u.csv", "day,model,amount\n2026-11-20,qwen-max,1200\n")[0].amount
    Decimal('1200')
    """
    if not text.strip():
        raise InputError(name, "the table is empty")
    found, problems = [], []
    for line, row in read_rows(name, text):
        try:
            if not _is_batch(row):
                found.append(_day(row))
        except ValueError as error:
            problems.append(f"{name}:{line}: {error}")
            if len(problems) >= MOST_PROBLEMS:
                break
    if problems:
        raise FileFormatError(tuple(problems))
    return tuple(found)


def holds_days(head: bytes, name: str) -> bool:
    r"""Tell whether a file is a table for `read_usage_days`, and no bill or log, by its beginning.

    >>> holds_days(b"day,model,amount\n", "a"), holds_days(b'{"model": "a", "usage": {}}\n', "b")
    (True, False)
    """
    first, _, _ = head.decode("utf-8-sig", "ignore").lstrip().partition("\n")
    if first.startswith("{"):
        try:
            row = json.loads(first)
        except (ValueError, RecursionError):
            return False
        names = set(row) if isinstance(row, dict) else set()
    else:
        heading = heading_of(head, name)
        names = set(heading.names) if heading else set()
    return "model" in names and bool(names & {*_DAY}) and bool(names & {"amount", *_TOKENS})


def days_of(records: Iterable[UsageRecord]) -> tuple[UsageDay, ...]:
    """Sum the records of bills and logs by day, model and noun, as far as they use free quota.

    Batch files do not, and what is not dated is on no day. Records without usage (money alone,
    requests) count nothing.
    """
    sums: dict[tuple[date, str, str], Decimal] = {}
    for record in records:
        meter = record.meter
        at = record.start or record.end
        if at is None or meter.batch or meter.noun not in NOUNS:
            continue
        key = at.date(), meter.matched or meter.model, meter.noun
        sums[key] = EXACT.add(sums.get(key, ZERO), EXACT.add(record.quantity, record.deducted))
    return tuple(
        UsageDay(day=day, model=model, amount=amount, noun=noun)
        for (day, model, noun), amount in sorted(sums.items())
    )


def _is_batch(row: dict[str, Any]) -> bool:
    word = str(row.get("batch") or "")
    try:
        return truth(word)
    except ValueError:
        raise ValueError(f"batch: expected yes or no, got {word[:40]!r}") from None


def _day(row: dict[str, Any]) -> UsageDay:
    model = row.get("model")
    if not isinstance(model, str) or not model:
        raise ValueError("expected a column model with a name")
    return UsageDay(day=_date(row), model=model, amount=_amount(row))


def _date(row: dict[str, Any]) -> date:
    word = next((row[key] for key in _DAY if row.get(key)), None)
    try:
        found = instant(str(word or ""), UTC)
    except ValueError:
        found = None
    if found is None:
        shown = repr(word)[:40]
        raise ValueError(f"expected a column day such as 2026-11-20, got {shown}")
    return found.date()


def _amount(row: dict[str, Any]) -> Decimal:
    words = [row["amount"]] if row.get("amount") not in {None, ""} else None
    if words is None:
        words = [row[key] for key in _TOKENS if row.get(key) not in {None, ""}]
    if not words:
        raise ValueError("expected a column amount, or input_tokens and output_tokens")
    total = Decimal(0)
    for word in words:
        try:
            amount = number(str(word))
        except ValueError:
            amount = None
        if amount is None:
            raise ValueError(f"expected a number, got {str(word)[:40]!r}")
        if not 0 <= amount < _MOST:
            raise ValueError(f"expected an amount of 0 or more, got {str(word)[:40]}")
        total += amount
    return total
