"""Count the tokens of a data set, and price it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from tokest.cli import cutting, options
from tokest.cli.options import DEFAULT_MODEL, method, output_format, rates, vocab
from tokest.cli.output import complain, present
from tokest.cli.reading import read_card, read_day, read_places
from tokest.cli.scanning import Bar
from tokest.frames import Options, Sending, scan
from tokest.frames.files import formats
from tokest.render.table import Column, Report, Table
from tokest.units import MOST_TOKENS

if TYPE_CHECKING:
    from tokest.frames.results import Scan, TargetTotal
    from tokest.render.table import Cell
    from tokest.tokens.estimate import MethodChoice

PROBLEMS: Final = 1
INTERRUPTED: Final = 130
WIDTH: Final = 40
SHOWN: Final = 5
"""Problems that are written out; JSON has more."""


@click.command(short_help=__doc__)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--column",
    metavar="NAME",
    help="Column of the prompts.  [default: found by its name, where one is called so]",
)
@click.option(
    "--requests", is_flag=True, help="The column holds messages or requests as JSON text."
)
@options.models()
@cutting.encoding()
@vocab()
@method()
@click.option(
    "--sample",
    metavar="auto|N|±PERCENT",
    help="Read a sample: of N rows, or as many as make the total so sure; auto is ±0.5%.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="Draws the sample.")
@click.option(
    "--output-tokens",
    type=click.IntRange(0, MOST_TOKENS),
    default=0,
    show_default=True,
    metavar="N",
    help="Tokens of the answer to each row.",
)
@click.option("--region", help="Price list, such as cn or intl.  [default: each provider's own]")
@click.option("--batch", is_flag=True, help="Price as batch files.")
@click.option("--thinking/--no-thinking", default=None, help="Switch thinking on or off.")
@click.option("--at", metavar="DAY", help="Day the prices are taken of.  [default: today]")
@rates()
@click.option(
    "--input-format",
    type=click.Choice(formats()),
    help="What the files are.  [default: as their names end]",
)
@click.option(
    "--checkpoint", metavar="FILE", help="Keep what is done in FILE, and go on from there."
)
@click.option("--write", metavar="FOLDER", help="Write copies with the result columns added.")
@click.option("--processes", type=click.IntRange(1, 256), help="Processes.  [default: one a core]")
@click.option(
    "--show",
    type=click.Choice(("totals", "files", "longest", "histogram")),
    default="totals",
    show_default=True,
    help="What is shown; JSON has all of it.",
)
@output_format()
def command(  # noqa: PLR0913, PLR0917  # one parameter an option, by name
    paths: tuple[str, ...],
    column: str | None,
    requests: bool,  # noqa: FBT001  # click passes flags so
    models: list[str],
    encoding: str | None,
    vocab: tuple[str, ...],
    method: MethodChoice,
    sample: str | None,
    seed: int,
    output_tokens: int,
    region: str | None,
    batch: bool,  # noqa: FBT001  # click passes flags so
    thinking: bool | None,  # noqa: FBT001
    at: str | None,
    rates: tuple[str, ...],
    input_format: str | None,
    checkpoint: str | None,
    write: str | None,
    processes: int | None,
    show: str,
    format_name: str,
) -> int:
    """Count the tokens of a data set, and price it row by row.

    Each PATH is a file, a folder, a glob or a URL of Parquet, JSON lines, CSV, Arrow IPC or plain
    text; lines, CSV and text also packed as .gz or .zst. Leaves with 1 if something could
    not be read or counted.
    """
    found = scan(
        paths,
        column,
        models=models or ([] if encoding else [DEFAULT_MODEL]),
        encodings=[encoding] if encoding else [],
        method=method,
        places=read_places(vocab),
        sending=Sending(
            output_tokens=output_tokens,
            region=region,
            batch=batch,
            thinking=thinking,
            at=read_day(at),
            card=read_card(rates),
        ),
        requests=requests,
        options=Options(
            input_format=input_format,
            sample=sample,
            seed=seed,
            processes=processes,
            checkpoint=checkpoint,
            write=write,
            tell=Bar().tell,
        ),
    )
    table = _TABLES[show](found)
    present(Report(schema="tokest/scan/v1", table=table, data=found), format_name)
    if not found.complete:
        complain("interrupted: what is shown is what was done")
        return INTERRUPTED
    return PROBLEMS if found.wrong or found.broken else 0


def _totals(found: Scan) -> Table:
    columns = (
        Column("model"),
        Column("tokens", "count"),
        Column("low", "count"),
        Column("high", "count"),
        Column("method"),
        Column("p50", "count"),
        Column("p90", "count"),
        Column("p99", "count"),
        Column("longest", "count"),
        Column("too long", "count"),
        Column("cost", "amount"),
        Column("cost low", "amount"),
        Column("cost high", "amount"),
        Column("currency"),
    )
    rows = tuple(map(_target_row, found.targets))
    return Table(columns=columns, rows=rows, title=_title(found), notes=_notes(found))


def _target_row(one: TargetTotal) -> tuple[Cell, ...]:
    counts = (one.tokens, one.low, one.high, one.method)
    sizes = (one.p50, one.p90, one.p99, one.most, one.over)
    return (one.name, *counts, *sizes, one.cost, one.cost_low, one.cost_high, one.currency)


def _files(found: Scan) -> Table:
    head = (Column("file"), Column("rows", "count"), Column("bytes", "count"))
    tokens = tuple(Column(f"{one.name} tokens", "count") for one in found.targets)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (file.path, file.rows, file.size, *file.tokens, file.wrong) for file in found.files
    )
    columns = (*head, *tokens, Column("wrong", "count"))
    return Table(columns=columns, rows=rows, title=_title(found), notes=_notes(found))


def _longest(found: Scan) -> Table:
    columns = (Column("file"), Column("row or byte", "count"), Column("tokens", "count"))
    rows = tuple((row.path, row.place, row.tokens) for row in found.longest)
    return Table(columns=columns, rows=rows, title=_title(found), notes=_notes(found))


def _histogram(found: Scan) -> Table:
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
            (one.name, first, last, count, "█" * round(WIDTH * count / most))
            for first, last, count in one.histogram
        ]
    return Table(columns=columns, rows=tuple(rows), title=_title(found), notes=_notes(found))


_TABLES: Final = {
    "totals": _totals,
    "files": _files,
    "longest": _longest,
    "histogram": _histogram,
}


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
