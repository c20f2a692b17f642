"""Estimate a batch file: its requests, its cost, and the limits it breaks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from tokest.cli.options import method, output_format, rates
from tokest.cli.output import present
from tokest.cli.progress import progress
from tokest.cli.reading import STDIN, open_file, read_card, read_day
from tokest.errors import InputError
from tokest.plan.batch_table import batch_table
from tokest.plan.batches import BatchJob, estimate_batch
from tokest.render.table import Report
from tokest.units import MOST_TOKENS

if TYPE_CHECKING:
    from tokest.tokens.estimate import MethodChoice

FOUND: Final = 1


@click.command(short_help=__doc__)
@click.argument("file", metavar="FILE | -")
@click.option("--model", metavar="NAME", help="Model of requests that name none.")
@click.option("--region", help="Price list, such as cn or intl.  [default: the provider's own]")
@click.option(
    "--output-tokens",
    type=click.IntRange(0, MOST_TOKENS),
    default=500,
    show_default=True,
    metavar="N",
    help="Tokens of each answer, or as many as its request allows.",
)
@click.option("--at", metavar="DAY", help="Day the prices are taken of.  [default: today]")
@rates()
@method()
@output_format()
def command(  # noqa: PLR0913, PLR0917  # one parameter an option, by name
    file: str,
    model: str | None,
    region: str | None,
    output_tokens: int,
    at: str | None,
    rates: tuple[str, ...],
    method: MethodChoice,
    format_name: str,
) -> int:
    """Estimate a batch file: its requests, its cost, and the limits it breaks.

    Reads a file of one request a line, as the batch APIs take it, and prices it at batch rates.
    Lines that cannot be read are named and the rest is counted. Leaves with 1 if there are any,
    or if the file breaks a limit of the provider.
    """
    job = BatchJob(
        model=model,
        region=region,
        output_tokens=output_tokens,
        method=method,
        at=read_day(at),
        card=read_card(rates),
    )
    size = None if file == STDIN or not Path(file).is_file() else Path(file).stat().st_size
    with open_file(file) as lines, progress("Reading", size) as show:
        found = estimate_batch(lines, job, show)
    if not found.requests + found.invalid:
        raise InputError(file, "holds no request; a batch file has one JSON object a line")
    table = batch_table(found, f"{file}:")
    present(Report(schema="tokest/batch/v1", table=table, data={"batch": found}), format_name)
    return 0 if found.fine else FOUND
