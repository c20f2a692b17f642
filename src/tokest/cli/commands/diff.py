"""Show what a change of prompts costs: tokens and money, then and now."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tokest.cli.linting.project import find_setup
from tokest.cli.linting.session import start
from tokest.cli.output import present
from tokest.linter.growth import Change, changes
from tokest.linter.lock import NAME
from tokest.render.formats import names
from tokest.render.plain import amount
from tokest.render.table import Column, Report, Table

if TYPE_CHECKING:
    from decimal import Decimal


@click.command()
@click.argument("revision", required=False, metavar="[REV | FILE]")
@click.option("--base", metavar="REV|FILE", help="The same as REV.")
@click.option(
    "--requests-per-month",
    type=click.IntRange(1, 10**12),
    metavar="N",
    help="Requests of each prompt, where the configuration says nothing.",
)
@click.option("--output-format", "--format", "form", type=click.Choice(names()), default="text",
              show_default=True, help="How the result is written.")  # fmt: skip
@click.option("--config", multiple=True, metavar="FILE|KEY=VALUE", help="As for lint.")
def command(
    revision: str | None,
    base: str | None,
    requests_per_month: int | None,
    form: str,
    config: tuple[str, ...],
) -> None:
    """Show what has changed since a git revision or a lock file, dearest first.

    Without REV, tokest.lock is taken if there is one, else HEAD.
    """
    setup = find_setup(Path(), config)
    if requests_per_month:
        settings = replace(setup.settings, requests_per_month=requests_per_month)
        setup = replace(setup, settings=settings)
    lock = setup.root / NAME
    name = revision or base or (str(lock) if lock.is_file() else "HEAD")
    session = start(setup, (), base=name, count=True)
    found = changes(session.project(), session.context)
    label = Path(name).name if Path(name).is_file() else name
    present(_report(found, label), form)


def _report(found: list[Change], label: str) -> Report:
    columns = (
        Column("prompt"), Column("model"), Column("before", "count"), Column("now", "count"),
        Column("change", "count"), Column("method"), Column("cost", "amount"), Column("currency"),
        Column("requests", "count"),
    )  # fmt: skip
    rows = tuple(
        (one.prompt, one.model, one.before, one.now, one.tokens, one.method, one.cost,
         one.currency, one.requests)
        for one in found
    )  # fmt: skip
    table = Table(columns=columns, rows=rows, title=f"Since {label}", notes=_notes(found))
    return Report(schema="tokest/diff/v1", table=table, data={"base": label, "changes": found})


def _notes(found: list[Change]) -> tuple[str, ...]:
    if not found:
        return ("no prompt has changed",)
    sums: dict[tuple[str, str], Decimal] = {}
    for one in found:
        if one.cost is not None:
            key = str(one.currency), "a month" if one.requests else "for one request of each"
            sums[key] = sums.get(key, one.cost * 0) + one.cost
    notes = [f"in all {amount(cost)} {name} {per}" for (name, per), cost in sums.items()]
    return (*notes, "cost is that of the input alone, at list prices")
