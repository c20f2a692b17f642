"""Print the JSON Schema of a file that tokest reads, for editors."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import click

from tokest.cli.output import emit

if TYPE_CHECKING:
    from collections.abc import Callable


def _config() -> dict[str, Any]:
    from tokest.linter.json_schema import config_schema  # noqa: PLC0415  # one of them is asked for

    return config_schema()


def _lock() -> dict[str, Any]:
    from tokest.linter.lock_schema import lock_schema  # noqa: PLC0415  # as above

    return lock_schema()


def _plan() -> dict[str, Any]:
    from tokest.plan.json_schema import plan_schema  # noqa: PLC0415  # as above
    from tokest.rates.load import builtin_card  # noqa: PLC0415

    return plan_schema(builtin_card())


def _pricing() -> dict[str, Any]:
    from tokest.documents.json_schema import json_schema  # noqa: PLC0415  # as above
    from tokest.rates.schema import CARD  # noqa: PLC0415

    return json_schema(CARD, "Rate card of tokest")


SCHEMAS: Final[dict[str, Callable[[], dict[str, Any]]]] = {
    "config": _config,
    "lock": _lock,
    "plan": _plan,
    "pricing": _pricing,
}


@click.command(short_help=__doc__)
@click.argument("name", type=click.Choice(tuple(SCHEMAS)))
def command(name: str) -> None:
    """Print the JSON Schema of a file that tokest reads, for editors.

    config is tokest.yaml or tokest.toml of the linter, lock its tokest.lock, plan a plan.yaml,
    pricing a rate card. Save
    it and name it in the first line of a YAML file: # yaml-language-server: $schema=plan.json.
    What must hold between keys is checked when the file is read.
    """
    emit(json.dumps(SCHEMAS[name](), indent=2) + "\n")
