"""Total what bills and logs say was used."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from tokest.cli.options import names_list, output_format
from tokest.cli.output import present
from tokest.cli.using import reading_options, sources
from tokest.errors import InputError
from tokest.render.table import Report
from tokest.usage.export import FOCUS, RECORD
from tokest.usage.totals import DIMENSIONS, Totaller, check_dimensions
from tokest.usage.whatif import what_if
from tokest.usage.writing import CsvWriter, ParquetWriter, Writer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokest.cli.using import How
    from tokest.usage.export import Field

TOTALS: Final = "totals"
DEFAULT_BY: Final = ("model", "unit")


class _Group(click.Group):
    """A group whose first command need not be named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in ctx.help_option_names:
            args = [TOTALS, *args]
        return super().parse_args(ctx, args)


@click.group(cls=_Group, short_help=__doc__, no_args_is_help=True)
def command() -> None:
    """Total what bills and logs say was used, or price a log on other models.

    ``tokest usage FILE...`` is short for ``tokest usage totals FILE...``.
    """


@command.command(TOTALS)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--by",
    multiple=True,
    callback=names_list,
    metavar="NAME,...",
    help=f"What to total by: {', '.join(DIMENSIONS)}.  [default: model,unit]",
)
@click.option("--records", metavar="FILE", help="Also write each record, to .csv or .parquet.")
@click.option("--focus", metavar="FILE", help="The same with the columns of FOCUS.")
@reading_options
@output_format()
def totals(  # noqa: PLR0913, PLR0917  # one parameter an option, by name
    files: tuple[str, ...],
    by: list[str],
    records: str | None,
    focus: str | None,
    how: How,
    format_name: str,
) -> None:
    """Total usage by model, day, unit and more.

    Reads bills of Alibaba Cloud, usage and cost exports of OpenAI, Anthropic and DeepSeek, logs of
    API responses (JSON lines, server-sent events, batch output), and any CSV by --columns. Each
    record counts once, however many exports hold it; money of different currencies is never added.
    """
    reading = how.reading()
    totaller = Totaller(check_dimensions(by or DEFAULT_BY), how.span, datetime.now(UTC).date())
    with ExitStack() as stack:
        named = ((records, RECORD), (focus, FOCUS))
        writers = [stack.enter_context(_writer(file, fields)) for file, fields in named if file]
        for record in reading.records(sources(files)):
            totaller.add(record)
            for writer in writers:
                writer.write(record)
    found = totaller.done()
    table = found.table()
    table = replace(table, notes=(*table.notes, *reading.notes()))
    data = {"usage": found, "files": reading.files, "left_out": reading.doubles}
    present(Report(schema="tokest/usage/v1", table=table, data=data), format_name)


@command.command("whatif")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--models",
    multiple=True,
    required=True,
    callback=names_list,
    metavar="NAME,...",
    help="Models to price the log on; may be repeated.",
)
@reading_options
@output_format()
def whatif(files: tuple[str, ...], models: list[str], how: How, format_name: str) -> None:
    """Price a log of calls on other models.

    The counts are taken as logged: another tokenizer counts otherwise, and another model answers
    at other length.
    """
    reading = how.reading()
    calls = reading.calls(sources(files))
    found = what_if(calls, models, card=how.card, region=how.context.region)
    table = found.table()
    table = replace(table, notes=(*table.notes, *reading.notes()))
    data = {"alternatives": found}
    present(Report(schema="tokest/whatif/v1", table=table, data=data), format_name)


@contextmanager
def _writer(name: str, fields: tuple[Field, ...]) -> Iterator[Writer]:
    """Open a file that is written to; it is there under its name only when it is whole."""
    file = Path(name)
    part = file.with_name(f".{file.name}.part")
    try:
        if file.suffix == ".parquet":
            with part.open("wb") as raw:
                writer: Writer = ParquetWriter(raw, fields)
                yield writer
                writer.close()
        elif file.suffix == ".csv":
            with part.open("w", encoding="utf-8", newline="") as text:
                writer = CsvWriter(text, fields)
                yield writer
                writer.close()
        else:
            raise InputError(name, "is neither .csv nor .parquet")
        part.replace(file)
    except OSError as error:
        raise InputError(name, f"cannot be written: {error.strerror}") from None
    finally:
        part.unlink(missing_ok=True)
