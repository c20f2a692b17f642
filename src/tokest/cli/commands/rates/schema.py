"""Print the JSON Schema of a rate card, for editors."""

from __future__ import annotations

import json

import click

from tokest.cli.output import emit
from tokest.documents.json_schema import json_schema
from tokest.rates.schema import CARD


@click.command(short_help=__doc__)
def schema() -> None:
    """Print the JSON Schema of a rate card, for editors.

    Save it and name it in the first line of a file: # yaml-language-server: $schema=rates.json.
    What must hold between keys is checked by tokest rates check only.
    """
    emit(json.dumps(json_schema(CARD, "Rate card of tokest"), indent=2) + "\n")
