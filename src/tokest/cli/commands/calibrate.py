"""Correct estimates by what was billed: overhead and slope, from logs or pairs."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, get_args

import click

from tokest.cli.options import method, output_format, vocab
from tokest.cli.output import present
from tokest.cli.reading import read_places
from tokest.cli.using import reading_options, sources
from tokest.errors import InputError, TokestError
from tokest.prompts.estimate import estimate
from tokest.render.table import Report
from tokest.usage.calibrating import Made, calibrate, is_pairs, pairs_of, read_pairs
from tokest.usage.calibration import Of, dump_calibrations
from tokest.usage.logs.texts import request_body, request_text
from tokest.usage.tables import heading_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokest.cli.using import How
    from tokest.places import Places
    from tokest.tokens.estimate import MethodChoice
    from tokest.tokens.values import Estimate
    from tokest.usage.calibrating import Outcome, Pair
    from tokest.usage.reading import Reading

NOTHING: Final = 1
"""Exit status when no model can be calibrated."""


@click.command(short_help=__doc__)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--output", metavar="FILE", help="Write the calibrations to this YAML file.")
@click.option(
    "--count",
    type=click.Choice(get_args(Of)),
    default="text",
    show_default=True,
    help="Estimate the texts of requests alone, or requests with what is written around them.",
)
@vocab()
@method()
@reading_options
@output_format()
def command(  # noqa: PLR0913, PLR0917  # one parameter an option, by name
    files: tuple[str, ...],
    output: str | None,
    count: Of,
    vocab: tuple[str, ...],
    method: MethodChoice,
    how: How,
    format_name: str,
) -> int:
    """Correct estimates by what was billed: overhead and slope, from logs or pairs.

    A FILE is a log of responses that holds the requests, too, or an estimate of each (a number
    under `estimate`), or a CSV of the columns model, estimate, billed and perhaps at, output and
    class. Requests are counted and forgotten. A correction is offered only if, made
    from the earlier calls, it foretells the later ones better than the bare estimate.
    """
    counter = _Counter(method, read_places(vocab), count)
    reading = how.reading(estimator=counter)
    pairs = list(_pairs(files, reading, how))
    found = calibrate(pairs, counter.made)
    offered = [one.calibration for one in found if one.calibration and one.problem is None]
    if output is not None and offered:
        _write(output, dump_calibrations(offered))
    table = found.table()
    table = replace(table, notes=(*table.notes, *_notes(found, reading, counter, output)))
    data = {"calibrations": found}
    present(Report(schema="tokest/calibrate/v1", table=table, data=data), format_name)
    return 0 if offered else NOTHING


@dataclass(slots=True)
class _Counter:
    """Counts the requests of a log, and remembers by which method."""

    wanted: MethodChoice
    places: Places
    of: Of
    methods: set[str] = field(default_factory=set)
    encodings: dict[str, str] = field(default_factory=dict)
    unknown: dict[str, str] = field(default_factory=dict)

    @property
    def made(self) -> Made:
        method = next(iter(self.methods)) if len(self.methods) == 1 else None
        return Made(of=self.of, method=method, encodings=tuple(self.encodings.items()))

    def __call__(self, model: str, line: dict[str, Any]) -> int | None:
        prompt = request_text(line) if self.of == "text" else request_body(line)
        if model in self.unknown or prompt is None:
            return None
        try:
            found: Estimate = estimate(prompt, model, method=self.wanted, places=self.places)
        except TokestError as error:
            self.unknown[model] = str(error)
            return None
        self.methods.add(found.method)
        if found.encoding is not None:
            self.encodings[model] = found.encoding
        return found.tokens


def _pairs(files: tuple[str, ...], reading: Reading, how: How) -> Iterator[Pair]:
    logs = []
    for source in sources(files):
        heading = heading_of(source.head(), source.name)
        if heading is not None and is_pairs(heading):
            pairs = read_pairs(source, heading, how.context.zone or UTC)
            yield from (pair for pair in pairs if how.span.holds(pair.at))
        else:
            logs.append(source)
    yield from pairs_of(reading.calls(logs))


def _notes(
    found: tuple[Outcome, ...], reading: Reading, counter: _Counter, output: str | None
) -> Iterator[str]:
    offered = [one.model for one in found if one.calibration and one.problem is None]
    if output is not None and offered:
        yield f"{', '.join(offered)} written to {output}"
    elif not offered:
        yield "nothing is offered" + (f"; {output} is not written" if output else "")
    for model, why in counter.unknown.items():
        yield f"the requests of {model or 'calls that name no model'} are not counted: {why}"
    yield from reading.notes()


def _write(name: str, text: str) -> None:
    try:
        Path(name).write_text(text, "utf-8")
    except OSError as error:
        raise InputError(name, f"cannot be written: {error.strerror}") from None
