"""Print the JSON Schema of a plan, for editors."""

from __future__ import annotations

import json

import click

from tokest.cli.output import emit
from tokest.plan.json_schema import plan_schema
from tokest.rates.load import builtin_card


@click.command(short_help=__doc__)
def schema() -> None:
    """Print the JSON Schema of a plan, for editors.

    Save it and name it in the first line of a plan: # yaml-language-server: $schema=plan.json.
    What must hold between keys is checked when the plan is read.
    """
    emit(json.dumps(plan_schema(builtin_card()), indent=2) + "\n")
