"""An estimate as a table and a chart of its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tokest.render.charts import bar_chart
from tokest.render.table import Column, Table

if TYPE_CHECKING:
    from tokest.render.charts import Chart
    from tokest.render.table import Cell
    from tokest.tokens.values import Estimate, Estimates

COLUMNS: Final = (
    Column("part"),
    Column("of"),
    Column("tokens", "count", bar=""),
    Column("low", "count"),
    Column("high", "count"),
    Column("method"),
)


def estimate_table(found: Estimate) -> Table:
    """Lay out the parts of an estimate, then the whole.

    >>> from tokest.tokens.estimate import estimate
    >>> table = estimate_table(estimate("Hello World", "qwen-max"))
    >>> table.title, table.rows[-1]
    ('qwen-max by qwen', ('total', '', 2, 2, 2, 'exact'))
    """
    return Table(
        columns=COLUMNS,
        rows=part_rows(found),
        title=_title(found),
        notes=(*found.assumptions, f"source: {found.source}"),
        sums=1,
    )


def part_rows(found: Estimate) -> tuple[tuple[Cell, ...], ...]:
    """Give a row for each part, and one for the whole.

    >>> from tokest.tokens.estimate import estimate
    >>> part_rows(estimate("Hello World", "qwen-max"))[0]
    ('content', '', 2, 2, 2, 'exact')
    """
    parts = (
        (one.kind, one.label, one.tokens, one.low, one.high, one.method) for one in found.parts
    )
    return (*parts, ("total", "", found.tokens, found.low, found.high, found.method))


def estimates_table(found: Estimates) -> Table:
    """Lay out one line an estimate; prompts are numbered from 1.

    >>> from tokest.tokens.estimate import estimate_many
    >>> estimates_table(estimate_many(["Hello World"], ["qwen-max"])).rows
    ((1, 'qwen-max', 'qwen', 2, 2, 2, 'exact'),)
    """
    rows = tuple(
        (at, one.model or "", one.encoding, one.tokens, one.low, one.high, one.method)
        for at, row in enumerate(found, 1)
        for one in row
    )
    columns = (Column("prompt", "count"), Column("model"), Column("encoding"), *COLUMNS[2:])
    return Table(columns=columns, rows=rows)


def estimate_chart(found: Estimate) -> Chart:
    """Draw the tokens of each part that is known.

    >>> from tokest.tokens.estimate import estimate
    >>> estimate_chart(estimate("Hello World", "qwen-max")).spec["data"]["values"]
    [{'label': 'content', 'value': 2}]
    """
    bars = [
        (f"{part.kind} {part.label}".strip(), part.tokens)
        for part in found.parts
        if part.tokens is not None
    ]
    return bar_chart(_title(found), "tokens", bars)


def _title(found: Estimate) -> str:
    return " by ".join(name for name in (found.model, found.encoding) if name)
