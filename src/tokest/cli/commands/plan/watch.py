"""Find days of abnormal usage; exit status 1 when there are some."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import click

from tokest.cli.options import output_format
from tokest.cli.output import present
from tokest.cli.using import usage_days
from tokest.plan.abnormal import FEWEST, find_abnormal, unjudged
from tokest.rates.load import builtin_card
from tokest.render.table import Report

if TYPE_CHECKING:
    from collections.abc import Iterator

SHOWN: Final = 5
"""Models that a note names."""


@click.command(short_help=__doc__)
@click.argument("file")
@click.option(
    "--threshold",
    type=click.FloatRange(0.5, 100),
    default=4.0,
    show_default=True,
    help="How many robust standard deviations are abnormal.",
)
@output_format()
def watch(file: str, threshold: float, format_name: str) -> int:
    """Find days of abnormal usage; exit status 1 when there are some.

    FILE is a bill, a log of responses, or a table (CSV or JSON lines) with day, model and amount.
    A day is held against the same weekday of other weeks.
    """
    series, notes = usage_days(file, builtin_card())
    found = find_abnormal(series, threshold=threshold)
    days = len({one.day for one in series})
    table = replace(
        found.table(),
        title=f"{len(found)} abnormal of {days} days",
        notes=(*_not_judged(unjudged(series)), *notes),
    )
    data = {"days": days, "abnormal": found}
    present(Report(schema="tokest/plan-watch/v1", table=table, data=data), format_name)
    return int(bool(found))


def _not_judged(models: tuple[str, ...]) -> Iterator[str]:
    if models:
        more = len(models) - SHOWN
        rest = f" and {more} more" if more > 0 else ""
        shown = ", ".join(models[:SHOWN])
        yield f"not judged, with no more than {FEWEST} days: {shown}{rest}"
