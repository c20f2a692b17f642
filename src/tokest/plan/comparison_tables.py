"""Comparisons as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokest.render.table import Column, Table

if TYPE_CHECKING:
    from tokest.plan.comparison import Comparison, Item, Row
    from tokest.render.table import Cell


def models_table(found: Comparison) -> Table:
    """Lay out one line a model, all prompts together.

    >>> from tokest.plan.compare import compare
    >>> models_table(compare("Hello World", ["qwen-max"])).rows[0][:3]
    ('qwen-max', 'alibaba', 2)
    """
    columns = (
        Column("model"),
        Column("provider", extra=True),
        Column("input tokens", "count"),
        Column("low", "count", extra=True),
        Column("high", "count", extra=True),
        Column("method"),
        Column("output tokens", "count", extra=True),
        Column("cost", "amount", bar="currency"),
        Column("cost low", "amount", extra=True),
        Column("cost high", "amount", extra=True),
        Column("currency"),
        Column("remark", "remark"),
    )
    return Table(
        columns=columns,
        rows=tuple(map(_model_row, found.rows)),
        title=_title(found),
        notes=_notes(found),
    )


def _model_row(row: Row) -> tuple[Cell, ...]:
    fits = row.fits is not False
    costs = (row.cost, row.cost_low, row.cost_high) if fits else (None, None, None)
    return (
        row.model,
        row.provider,
        row.input_tokens,
        row.input_low,
        row.input_high,
        row.method,
        row.output_tokens,
        *costs,
        row.currency,
        _remark(row.problems, fits=fits),
    )


def each_table(found: Comparison) -> Table:
    """Lay out one line a prompt and model.

    >>> from tokest.plan.compare import compare
    >>> each_table(compare({"a.md": "Hello World"}, ["qwen-max"])).rows[0][:3]
    ('a.md', 'qwen-max', 2)
    """
    columns = (
        Column("prompt"),
        Column("model"),
        Column("input tokens", "count"),
        Column("low", "count", extra=True),
        Column("high", "count", extra=True),
        Column("method"),
        Column("cost", "amount", bar="currency"),
        Column("currency"),
        Column("remark", "remark"),
    )
    rows = (_item_row(row, item) for row in found.rows for item in row.items)
    return Table(columns=columns, rows=tuple(rows), title=_title(found), notes=_notes(found))


def _item_row(row: Row, item: Item) -> tuple[Cell, ...]:
    receipt = item.receipt
    fits = receipt is None or receipt.fits is not False
    problems = receipt.problems if receipt else row.problems
    return (
        item.prompt,
        row.model,
        item.estimate.tokens,
        item.estimate.low,
        item.estimate.high,
        item.estimate.method,
        receipt.total if receipt and fits else None,
        receipt.currency if receipt else None,
        _remark(problems, fits=fits),
    )


def _remark(problems: tuple[str, ...], *, fits: bool) -> str:
    if not problems:
        return ""
    more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    return f"{'no price' if fits else 'does not fit'}: {problems[0]}{more}"


def _title(found: Comparison) -> str:
    prompts = len(found.rows[0].items)
    what = "1 prompt" if prompts == 1 else f"{prompts} prompts"
    times = f"{found.requests:,} request{'s' if found.requests > 1 else ''}"
    return f"{what}, {times} each, {found.output_tokens:,} output tokens a request"


def _notes(found: Comparison) -> tuple[str, ...]:
    by_note: dict[str, list[str]] = {}
    for row in found.rows:
        for note in row.assumptions:
            by_note.setdefault(note, []).append(row.model)
    return tuple(
        note if len(models) == len(found.rows) else f"{', '.join(models)}: {note}"
        for note, models in by_note.items()
    )
