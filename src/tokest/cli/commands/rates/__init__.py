"""Check, compare and renew rate cards."""

from __future__ import annotations

import click

from tokest.cli.commands.rates.audit import audit
from tokest.cli.commands.rates.check import check
from tokest.cli.commands.rates.diff import diff
from tokest.cli.commands.rates.history import history
from tokest.cli.commands.rates.importing import import_list
from tokest.cli.commands.rates.stale import stale


@click.group(short_help=__doc__)
def command() -> None:
    """Check, compare and renew rate cards.

    A rate card is a YAML file of prices; one ships with tokest, and --rates FILE lays others over
    it. docs/rates.md tells what it holds.
    """


for _one in (audit, check, diff, history, import_list, stale):
    command.add_command(_one)
