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
from tokest.frames.scan_tables import TABLES
from tokest.render.table import Report
from tokest.units import MOST_TOKENS

if TYPE_CHECKING:
    from tokest.tokens.estimate import MethodChoice

PROBLEMS: Final = 1
INTERRUPTED: Final = 130


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
    table = TABLES[show](found)
    present(Report(schema="tokest/scan/v1", table=table, data=found), format_name)
    if not found.complete:
        complain("interrupted: what is shown is what was done")
        return INTERRUPTED
    return PROBLEMS if found.wrong or found.broken else 0
