"""Estimate the tokens of prompts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from tokest.cli import options
from tokest.cli.options import DEFAULT_MODEL, files, method, output_format, vocab
from tokest.cli.output import emit
from tokest.cli.reading import read_calibrations, read_places, read_prompts
from tokest.render.formats import render
from tokest.render.table import Column, Report, Table
from tokest.tokens.estimate import estimate
from tokest.usage.calibration import apply_any

if TYPE_CHECKING:
    from tokest.tokens.estimate import MethodChoice
    from tokest.tokens.values import Estimate


@click.command(short_help=__doc__)
@files()
@options.models()
@click.option("--encoding", help="Encoding to count with, instead of a model's.")
@click.option("--calibration", metavar="FILE", help="Correct by what `tokest calibrate` wrote.")
@vocab()
@method()
@output_format()
def command(  # noqa: PLR0913, PLR0917  # one parameter an option, by name
    files: tuple[str, ...],
    models: list[str],
    encoding: str | None,
    calibration: str | None,
    vocab: tuple[str, ...],
    method: MethodChoice,
    format_name: str,
) -> None:
    """Estimate the tokens of prompts.

    Reads each FILE as one prompt, or standard input. Every number comes with its range and the
    method it was made by.
    """
    prompts, places = read_prompts(files), read_places(vocab)
    wanted: list[str | None] = list(models) or [None if encoding else DEFAULT_MODEL]
    found = [
        (name, estimate(text, model, encoding=encoding, method=method, places=places))
        for model in wanted
        for name, text in prompts.items()
    ]
    if calibration is not None:
        calibrations = read_calibrations(calibration)
        found = [(name, apply_any(value, calibrations)) for name, value in found]
    table = Table(columns=COLUMNS, rows=tuple(map(_row, found)), notes=_notes(found))
    data = {"estimates": [{"prompt": name, "estimate": value} for name, value in found]}
    emit(render(Report(schema="tokest/estimate/v1", table=table, data=data), format_name))


COLUMNS: Final = (
    Column("prompt"),
    Column("model"),
    Column("tokens", "count"),
    Column("low", "count"),
    Column("high", "count"),
    Column("method"),
    Column("encoding"),
)


def _row(found: tuple[str, Estimate]) -> tuple[str | int | None, ...]:
    name, value = found
    bounds = (value.tokens, value.low, value.high)
    return name, value.model, *bounds, value.method, value.encoding


def _notes(found: list[tuple[str, Estimate]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(note for _, value in found for note in value.assumptions))
