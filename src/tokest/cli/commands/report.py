"""Write a plan's forecast as one page of HTML, with a cost planner."""

from __future__ import annotations

from pathlib import Path

import click
import numpy as np

from tokest.cli.commands.plan.shared import at as at_option
from tokest.cli.commands.plan.shared import draws as draws_option
from tokest.cli.commands.plan.shared import seed as seed_option
from tokest.cli.linting.writing import replace_file
from tokest.cli.options import rates
from tokest.cli.output import emit
from tokest.cli.plans import load_plan
from tokest.cli.reading import read_day
from tokest.errors import InputError
from tokest.plan.forecast import forecast
from tokest.plan.planner.section import planner_script
from tokest.plan.report import report_sections
from tokest.render.page import page_html


@click.command(short_help=__doc__)
@click.argument("file")
@click.option("-o", "--output", default="-", metavar="FILE", help="Where to; - is the terminal.")
@seed_option()
@draws_option()
@at_option()
@rates()
def command(  # noqa: PLR0913, PLR0917  # one parameter an option, by name
    file: str, output: str, seed: int, draws: int, at: str | None, rates: tuple[str, ...]
) -> None:
    """Write a plan's forecast as one page of HTML, with a cost planner.

    The page is one file that loads nothing: tables that sort and filter, sliders, and what it all
    rests on. It is readable without scripts, and on paper.
    """
    plan, card = load_plan(file, rates)
    rng = np.random.default_rng(seed)
    given = None if at is None else read_day(at)  # none: the prices of each day, as in `plan`
    found = forecast(plan, rng=rng, draws=draws, at=given, card=card)
    page = page_html(plan.name, report_sections(plan, found, card, read_day(at)), planner_script())
    if output == "-":
        emit(page)
        return
    try:
        replace_file(Path(output), page.encode())
    except OSError as error:
        raise InputError(output, f"cannot be written: {error.strerror}") from None
