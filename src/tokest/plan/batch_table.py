"""An estimate of a batch file as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tokest.rates.receipt_table import rounded
from tokest.render.table import Column, Table

if TYPE_CHECKING:
    from tokest.plan.batch_values import BatchEstimate, BatchItem
    from tokest.render.table import Cell

SHOWN: Final = 20
"""Invalid lines that are named for people; programs get more."""

COLUMNS: Final = (
    Column("line"),
    Column("request"),
    Column("model"),
    Column("input tokens", "count"),
    Column("low", "count"),
    Column("high", "count"),
    Column("output tokens", "count"),
    Column("cost", "amount", bar="currency"),
    Column("currency"),
)


def batch_table(found: BatchEstimate, file: str = "line ") -> Table:
    """Lay out the sum and the most expensive requests; `file` names what a line is of.

    >>> from io import BytesIO
    >>> from tokest.plan.batches import estimate_batch
    >>> body = b'{"model": "qwen-plus", "messages": [{"role": "user", "content": "Hi"}]}'
    >>> line = b'{"custom_id": "a", "method": "POST", "url": "/v1/chat/completions", "body": %s}'
    >>> [row[:3] for row in batch_table(estimate_batch(BytesIO(line % body))).rows]
    [('1', 'a', 'qwen-plus'), ('all', '', 'qwen-plus')]
    """
    rows, notes = _rows(found), _notes(found, file)
    return Table(columns=COLUMNS, rows=rows, title=_title(found), notes=notes, sums=1)


def _title(found: BatchEstimate) -> str:
    read = f"{found.requests:,} request{'' if found.requests == 1 else 's'}"
    wrong = f", {found.invalid:,} invalid" if found.invalid else ""
    return f"{read}{wrong}, {found.bytes:,} bytes: the most expensive, and all"


def _rows(found: BatchEstimate) -> tuple[tuple[Cell, ...], ...]:
    total = (
        "all",
        "",
        ", ".join(found.models),
        found.input_tokens,
        found.input_low,
        found.input_high,
        found.output_tokens,
        found.cost,
        found.currency,
    )
    return (*map(_row, found.top), total)


def _row(item: BatchItem) -> tuple[Cell, ...]:
    tokens = item.input_tokens, item.input_low, item.input_high, item.output_tokens
    return str(item.line), item.id, item.model, *tokens, item.cost, item.currency


def _notes(found: BatchEstimate, file: str) -> tuple[str, ...]:
    notes = [f"breaks a limit: {what}" for what in found.broken]
    notes += [f"{file}{one.line}: {one.what}" for one in found.problems[:SHOWN]]
    if found.invalid > SHOWN:
        notes.append(f"and {found.invalid - SHOWN:,} more invalid lines")
    if found.unpriced:
        have = "request has" if found.unpriced == 1 else "requests have"
        notes.append(f"{found.unpriced:,} {have} no price: the sum has none")
    if found.uncounted and found.cost_low is not None:
        least = rounded(found.cost_low, found.currency or "")
        notes.append(f"the sum is not known: it is at least {least}")
    return (*notes, *found.assumptions)
