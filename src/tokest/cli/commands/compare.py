"""Compare what prompts cost across models."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from tokest.cli.options import files, method, names_list, output_format, rates
from tokest.cli.output import emit
from tokest.cli.reading import read_card, read_day, read_exchange, read_requests
from tokest.plan.compare import compare
from tokest.rates.price import MOST_REQUESTS
from tokest.render.formats import render
from tokest.render.table import Column, Report, Table
from tokest.units import MOST_TOKENS

if TYPE_CHECKING:
    from tokest.plan.comparison import Comparison, Item, Row
    from tokest.render.table import Cell
    from tokest.tokens.estimate import MethodChoice

DEFAULT_MODELS: Final = (
    "qwen-turbo",
    "qwen-plus",
    "qwen-max",
    "qwen3.7-plus",
    "qwen3.8-max",
    "gpt-5.5",
    "gpt-5.4-mini",
    "claude-opus-5-5",
    "claude-haiku-5-5",
    "gemini-4-argon",
    "gemini-2.5-flash",
    "deepseek-v4-pro",
    "kimi-k3",
    "glm-5.3",
    "MiniMax-M3",
    "mistral-large-4",
    "grok-4.7",
)


@click.command(short_help=__doc__)
@files()
@click.option(
    "--models",
    multiple=True,
    callback=names_list,
    metavar="NAME,...",
    help="Models to compare; may be repeated.  [default: the main model of each provider]",
)
@click.option(
    "--output-tokens",
    type=click.IntRange(0, MOST_TOKENS),
    default=500,
    show_default=True,
    metavar="N",
    help="Tokens of each answer.",
)
@click.option(
    "--requests",
    type=click.IntRange(1, MOST_REQUESTS),
    default=1,
    show_default=True,
    metavar="N",
    help="How often each prompt is sent.",
)
@click.option("--region", help="Price list, such as cn or intl.  [default: each provider's own]")
@click.option("--batch", is_flag=True, help="Price as a batch file.")
@click.option("--thinking/--no-thinking", default=None, help="Switch thinking on or off.")
@click.option("--at", metavar="DAY", help="Day the prices are taken of.  [default: today]")
@click.option(
    "--exchange",
    metavar="RATE",
    help="Convert a currency by a dated rate: CNY:USD=0.1389@2026-11-20.",
)
@click.option("--each", is_flag=True, help="One line a prompt and model.")
@rates()
@method()
@output_format()
def command(  # noqa: PLR0913, PLR0917  # one parameter an option, by name
    files: tuple[str, ...],
    models: list[str],
    output_tokens: int,
    requests: int,
    region: str | None,
    batch: bool,  # noqa: FBT001  # click passes flags so
    thinking: bool | None,  # noqa: FBT001
    at: str | None,
    exchange: str | None,
    each: bool,  # noqa: FBT001
    rates: tuple[str, ...],
    method: MethodChoice,
    format_name: str,
) -> None:
    """Compare what prompts cost across models, cheapest first.

    Reads each FILE as one prompt, a text or the body of a request, or standard input. Each prompt is
    sent --requests times and answered with --output-tokens each time. Currencies are never mixed.
    """
    found = compare(
        read_requests(files),
        models or DEFAULT_MODELS,
        output_tokens=output_tokens,
        requests=requests,
        region=region,
        batch=batch,
        thinking=thinking,
        at=read_day(at),
        method=method,
        exchange=read_exchange(exchange),
        card=read_card(rates),
    )
    table = _each(found) if each else _models(found)
    emit(render(Report(schema="tokest/compare/v1", table=table, data=found), format_name))


def _models(found: Comparison) -> Table:
    columns = (
        Column("model"),
        Column("provider"),
        Column("input tokens", "count"),
        Column("low", "count"),
        Column("high", "count"),
        Column("method"),
        Column("output tokens", "count"),
        Column("cost", "amount"),
        Column("cost low", "amount"),
        Column("cost high", "amount"),
        Column("currency"),
        Column("remark"),
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


def _each(found: Comparison) -> Table:
    columns = (
        Column("prompt"),
        Column("model"),
        Column("input tokens", "count"),
        Column("low", "count"),
        Column("high", "count"),
        Column("method"),
        Column("cost", "amount"),
        Column("currency"),
        Column("remark"),
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
