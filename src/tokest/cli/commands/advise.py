"""Say what would make a plan cheaper, by how much, and how."""

from __future__ import annotations

from dataclasses import replace

import click
import numpy as np

from tokest.cli.commands.plan.shared import at as at_option
from tokest.cli.commands.plan.shared import seed as seed_option
from tokest.cli.options import output_format, rates
from tokest.cli.output import present
from tokest.cli.plans import load_plan
from tokest.cli.reading import read_day
from tokest.errors import InputError
from tokest.plan.advice.advise import advise
from tokest.plan.advice.values import Advices
from tokest.render.table import Report


@click.command(short_help=__doc__)
@click.argument("file")
@click.option("--workload", help="Only advice on this workload.")
@seed_option()
@at_option()
@rates()
@output_format()
def command(  # noqa: PLR0913, PLR0917  # one parameter an option, by name
    file: str,
    workload: str | None,
    seed: int,
    at: str | None,
    rates: tuple[str, ...],
    format_name: str,
) -> None:
    """Say what would make a plan cheaper, by how much, and how.

    Each advice is held alone against the plan in the same draws: savings do not add up. The
    quality of answers is not judged: give scores of your own in the plan.
    """
    plan, card = load_plan(file, rates)
    names = [one.name for one in plan.workloads]
    if workload is not None and workload not in names:
        raise InputError("--workload", f"no workload {workload!r} (there are: {', '.join(names)})")
    day = None if at is None else read_day(at)
    found = advise(plan, rng=np.random.default_rng(seed), at=day, card=card)
    found = Advices(one for one in found if workload in {None, one.workload})
    table = replace(
        found.table(), title=f"{plan.name}: what would make it cheaper, over the whole plan"
    )
    data = {"seed": seed, "advice": found}
    present(Report(schema="tokest/advise/v1", table=table, data=data), format_name)
