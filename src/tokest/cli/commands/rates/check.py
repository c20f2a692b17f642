"""Check files that are to be laid over the rate card."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from tokest.cli.options import output_format
from tokest.cli.output import present
from tokest.cli.reading import read_card, read_day, read_text
from tokest.rates.checking import check_file
from tokest.render.table import Column, Report, Table

if TYPE_CHECKING:
    from tokest.rates.checking import Checked

COLUMNS: Final = (
    Column("file"),
    Column("line", "count"),
    Column("column", "count"),
    Column("problem"),
)


@click.command(short_help=__doc__)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@output_format()
def check(files: tuple[str, ...], format_name: str) -> int:
    """Check files that are to be laid over the rate card, each by itself.

    Reports every problem with its line, names that would become ambiguous, discounts that meet no
    model, and which models a file adds or prices anew. Exit status: 0 no problem, 1 problems.
    """
    card, day = read_card(()), read_day(None)
    found = [check_file(card, read_text(file), file, day) for file in files]
    rows = tuple(
        (problem.file, problem.line, problem.column, problem.what)
        for one in found
        for problem in one.problems
    )
    notes = tuple(_note(one) for one in found)
    table = Table(columns=COLUMNS, rows=rows, notes=notes)
    data = {"files": found}
    present(Report(schema="tokest/rates-check/v1", table=table, data=data), format_name)
    return 1 if rows else 0


def _note(one: Checked) -> str:
    problems = _several(len(one.problems), "problem")
    if any(problem.line is not None for problem in one.problems):
        return f"{one.file}: {problems}"
    done = (
        f"adds {_several(len(one.adds), 'model')}",
        f"prices {len(one.replaces):,} anew",
        f"discounts {len(one.discounted):,}",
        _several(one.exchange_rates, "exchange rate"),
    )
    return f"{one.file}: {', '.join(done)}; {problems}"


def _several(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}" if number else f"no {what}s"
