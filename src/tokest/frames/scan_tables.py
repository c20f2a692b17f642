"""What a scan found, as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tokest.render.bars import bar
from tokest.render.table import Column, Table

if TYPE_CHECKING:
    from tokest.frames.results import Scan, TargetTotal
    from tokest.render.table import Cell

SHOWN: Final = 5
"""Problems that are written out; JSON has more."""


def totals_table(found: Scan) -> Table:
    """Lay out one line a model: its tokens, the lengths of rows, and the cost."""
    columns = (
        Column("model"),
        Column("tokens", "count"),
        Column("low", "count", extra=True),
        Column("high", "count", extra=True),
        Column("method"),
        Column("p50", "count"),
        Column("p90", "count", extra=True),
        Column("p99", "count", extra=True),
        Column("longest", "count"),
        Column("too long", "count"),
        Column("cost", "amount", bar="currency"),
        Column("cost low", "amount", extra=True),
        Column("cost high", "amount", extra=True),
        Column("currency"),
    )
    rows = tuple(map(_target_row, found.targets))
    return Table(columns=columns, rows=rows, title=_title(found), notes=_notes(found))


def _target_row(one: TargetTotal) -> tuple[Cell, ...]:
    counts = (one.tokens, one.low, one.high, one.method)
    sizes = (one.p50, one.p90, one.p99, one.most, one.over)
    return (one.name, *counts, *sizes, one.cost, one.cost_low, one.cost_high, one.currency)


def files_table(found: Scan) -> Table:
    """Lay out one line a file."""
    head = (Column("file"), Column("rows", "count"), Column("bytes", "count"))
    tokens = tuple(Column(f"{one.name} tokens", "count") for one in found.targets)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (file.path, file.rows, file.size, *file.tokens, file.wrong) for file in found.files
    )
    columns = (*head, *tokens, Column("wrong", "count"))
    return Table(columns=columns, rows=rows, title=_title(found), notes=_notes(found))


def longest_table(found: Scan) -> Table:
    """Lay out the longest rows."""
    columns = (Column("file"), Column("row or byte", "count"), Column("tokens", "count"))
    rows = tuple((row.path, row.place, row.tokens) for row in found.longest)
    return Table(columns=columns, rows=rows, title=_title(found), notes=_notes(found))


def histogram_table(found: Scan) -> Table:
    """Lay out how many rows have how many tokens."""
    columns = (
        Column("model"),
        Column("from", "count"),
        Column("to", "count"),
        Column("rows", "count"),
        Column(""),
    )
    rows: list[tuple[Cell, ...]] = []
    for one in found.targets:
        most = max((rows for _, _, rows in one.histogram), default=1)
        rows += [
            (one.name, first, last, count, bar(count, count, most))
            for first, last, count in one.histogram
        ]
    return Table(columns=columns, rows=tuple(rows), title=_title(found), notes=_notes(found))


def _title(found: Scan) -> str:
    size = f"{found.size:,} bytes of text"
    if found.sample is None:
        return f"{found.rows:,} rows, {size}"
    share = f"{found.sample.drawn:,} of {found.sample.clusters:,} clusters read"
    return f"about {found.rows:,} rows, {size}: {share}, tokens ±{found.sample.error:.2%}"


def _notes(found: Scan) -> tuple[str, ...]:
    notes = [*found.notes]
    if found.nulls or found.empty:
        notes.append(f"rows without a text: {found.nulls:,}; with an empty one: {found.empty:,}")
    notes += [
        f"{one.name}: no cost, for rows that have no price: {one.unpriced:,}"
        for one in found.targets
        if one.unpriced
    ]
    notes += [
        f"{one.name}: rows of more than the {one.most_input:,} tokens it accepts, which are in the "
        f"cost: {one.over:,}"
        for one in found.targets
        if one.over
    ]
    for one in found.targets:
        for note in one.assumptions:
            shared = all(note in other.assumptions for other in found.targets)
            notes.append(note if shared else f"{one.name}: {note}")
    if found.wrong or found.broken:
        notes.append(f"not counted: rows {found.wrong:,}, parts of files {found.broken:,}")
        notes += found.problems[:SHOWN]
    return tuple(dict.fromkeys(notes))


TABLES: Final = {
    "totals": totals_table,
    "files": files_table,
    "longest": longest_table,
    "histogram": histogram_table,
}
"""What can be shown of a scan, by name."""
