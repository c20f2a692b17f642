"""Print a first plan, with a comment on each of its keys."""

from __future__ import annotations

import click

from tokest.cli.output import emit
from tokest.resources import data_file


@click.command(short_help=__doc__)
def init() -> None:
    """Print a first plan, with a comment on each of its keys: tokest plan init > plan.yaml."""
    emit(data_file("plan.yaml").read_text("utf-8"))
