"""Show what a change of prompts costs: tokens and money, then and now."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from tokest.cli.linting.project import find_setup
from tokest.cli.linting.session import start
from tokest.cli.output import present
from tokest.linter.growth import Change, Total, changes, totals
from tokest.linter.lock import NAME
from tokest.render.formats import names
from tokest.render.plain import amount
from tokest.render.table import Column, Report, Table


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
    project = session.project()
    found = changes(project, session.context)
    label = Path(name).name if Path(name).is_file() else name
    others = project.changed.notes if project.changed else ()
    present(_report(found, label, (totals(project, found), others)), form)


def _report(found: list[Change], label: str, whole: tuple[list[Total], tuple[str, ...]]) -> Report:
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
    every, others = whole
    notes = (*map(_sum, every), *_notes(found), *others)
    table = Table(columns=columns, rows=rows, title=f"Since {label}", notes=notes)
    data = {"base": label, "totals": every, "changes": found, "notes": others}
    return Report(schema="tokest/diff/v1", table=table, data=data)


def _sum(one: Total) -> str:
    """Say what all prompts take, and what the changes add to that."""
    text = f"{one.model}: {one.now:,} tokens in all"
    if one.before is not None:
        text += f", {one.now - one.before:+,}"
    if one.cost:
        per = "a month" if one.monthly else "for one request of each"
        text += f"; {'+' * (one.cost > 0)}{amount(one.cost)} {one.currency} {per}"
    return text


def _notes(found: list[Change]) -> tuple[str, ...]:
    if not found:
        return ("no prompt has changed",)
    return ("cost is that of the input alone, at list prices",)
