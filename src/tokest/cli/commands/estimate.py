"""Estimate the tokens of prompts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from tokest.cli import options
from tokest.cli.options import DEFAULT_MODEL, files, method, output_format, vocab
from tokest.cli.output import present
from tokest.cli.progress import through
from tokest.cli.reading import read_calibrations, read_places, read_requests
from tokest.prompts.estimate import estimate
from tokest.render.table import Column, Report, Table
from tokest.tokens.estimate_table import COLUMNS as PART_COLUMNS
from tokest.tokens.estimate_table import part_rows
from tokest.usage.calibration import apply_any

if TYPE_CHECKING:
    from tokest.prompts.values import Request
    from tokest.render.table import Cell
    from tokest.tokens.estimate import MethodChoice
    from tokest.tokens.values import Estimate


@click.command(short_help=__doc__)
@files()
@options.models()
@click.option("--encoding", help="Encoding to count with, instead of a model's.")
@click.option("--thinking/--no-thinking", default=None, help="Whether the model thinks.")
@click.option("--calibration", metavar="FILE", help="Correct by what `tokest calibrate` wrote.")
@click.option("--explain", is_flag=True, help="Show the parts that an estimate is made of.")
@vocab()
@method()
@output_format()
def command(  # noqa: PLR0913, PLR0917  # one parameter an option, by name
    files: tuple[str, ...],
    models: list[str],
    encoding: str | None,
    thinking: bool | None,  # noqa: FBT001  # an option
    calibration: str | None,
    explain: bool,  # noqa: FBT001  # an option
    vocab: tuple[str, ...],
    method: MethodChoice,
    format_name: str,
) -> None:
    """Estimate the tokens of prompts.

    Reads each FILE as one prompt, or standard input: the body of a request in JSON with all that
    the provider adds to it, anything else as a text alone. Every number comes with its range and
    the method it was made by.
    """
    prompts, places = read_requests(files), read_places(vocab)
    jobs = [(model, item) for model in (*models,) or (None,) for item in prompts.items()]
    found = [
        (
            name,
            estimate(
                prompt,
                model or _model(prompt, encoding),
                encoding=encoding,
                method=method,
                thinking=thinking,
                places=places,
            ),
        )
        for model, (name, prompt) in through("Counting", jobs)
    ]
    if calibration is not None:
        known = read_calibrations(calibration)
        found = [(name, apply_any(value, known)) for name, value in found]
    notes = (*_readings(prompts), *_notes(found))
    rows = _part_rows(found) if explain else list(map(_row, found))
    table = Table(columns=PARTS if explain else COLUMNS, rows=tuple(rows), notes=notes)
    data = {"estimates": [{"prompt": name, "estimate": value} for name, value in found]}
    present(Report(schema="tokest/estimate/v1", table=table, data=data), format_name)


COLUMNS: Final = (
    Column("prompt"),
    Column("model"),
    Column("tokens", "count"),
    Column("low", "count"),
    Column("high", "count"),
    Column("method"),
    Column("encoding"),
)
PARTS: Final = (Column("prompt"), Column("model"), *PART_COLUMNS)


def _model(prompt: str | Request, encoding: str | None) -> str | None:
    """Choose a model where none is named: the request's own, or the usual one."""
    if encoding is not None:
        return None
    own = None if isinstance(prompt, str) else prompt.model
    return own or DEFAULT_MODEL


def _row(found: tuple[str, Estimate]) -> tuple[Cell, ...]:
    name, value = found
    bounds = (value.tokens, value.low, value.high)
    return name, value.model, *bounds, value.method, value.encoding


def _part_rows(found: list[tuple[str, Estimate]]) -> list[tuple[Cell, ...]]:
    return [(name, value.model, *row) for name, value in found for row in part_rows(value)]


def _readings(prompts: dict[str, str | Request]) -> tuple[str, ...]:
    """Say how a file was read that could be read in two ways."""
    notes = []
    for name, prompt in prompts.items():
        if not isinstance(prompt, str):
            notes.append(f"{name} was read as a request ({prompt.api})")
        elif name.lower().endswith(".json"):
            notes.append(f"{name} was read as a text: it is no request")
    return tuple(notes)


def _notes(found: list[tuple[str, Estimate]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(note for _, value in found for note in value.assumptions))
