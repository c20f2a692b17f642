"""Write a plan whose sizes, rates and shares are those of a log."""

from __future__ import annotations

import click

from tokest.cli.output import complain, emit
from tokest.cli.using import How, reading_options, sources
from tokest.errors import InputError
from tokest.plan.schema import read_plan
from tokest.usage.fitting import fit
from tokest.usage.plan_file import plan_text


@click.command("from-usage", short_help=__doc__)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--name", default="from usage", show_default=True, metavar="TEXT", help="Its name.")
@reading_options
def from_usage(files: tuple[str, ...], name: str, how: How) -> None:
    """Write a plan whose sizes, rates and shares are those of a log.

    tokest plan from-usage log.jsonl > plan.yaml. One workload a model and class of prompts, for a
    year from the month after the log on; bills do not say how large single requests are.
    """
    reading = how.reading()
    fitted, passed_over = fit(reading.calls(sources(files)), how.span, how.context.region)
    if not fitted:
        why = "; ".join(("no call to plan with", *passed_over, *reading.notes()))
        raise InputError(", ".join(files), why)
    text = plan_text(fitted, name, region=how.context.region)
    read_plan(text, "plan", how.card, _no_file)
    for note in (*passed_over, *reading.notes()):
        complain(note)
    emit(text)


def _no_file(name: str) -> str:
    raise InputError(name, "a fitted plan names no file")
