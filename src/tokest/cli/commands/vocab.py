"""List, add and fetch vocabularies for exact counts."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import click

from tokest.cli.fetching import fetch as fetch_vocabulary
from tokest.cli.options import output_format
from tokest.cli.output import emit, present
from tokest.cli.reading import read_file
from tokest.errors import InputError
from tokest.places import hub_endpoint, own_store, standard_places
from tokest.render.table import Column, Report, Table
from tokest.tokens.encodings import Encoding, Findable, catalog, find_counter
from tokest.tokens.vocabularies.finding import find_vocabulary, remedy
from tokest.tokens.vocabularies.store import store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tokest.places import Places
    from tokest.render.table import Cell
    from tokest.tokens.counters import Vocabulary

COLUMNS: Final = (
    Column("encoding"),
    Column("tokens", "count"),
    Column("here"),
    Column("from"),
    Column("licence"),
    Column("to get it"),
)


@click.group(short_help=__doc__)
def command() -> None:
    """List, add and fetch vocabularies for exact counts.

    Four vocabularies ship with tokest. Others are looked for in the folder that TOKEST_VOCAB_DIR
    names, in your own store, in installed packages, and in the caches of the hub and of tiktoken.
    """


@command.command("list")
@output_format()
def list_all(format_name: str) -> None:
    """List the encodings and whether their vocabularies are here."""
    places = standard_places()
    found = [_shipped(one) for one in catalog().encodings]
    found += [_looked_for(one, places) for one in catalog().findable]
    rows = tuple(_row(one) for one in found)
    notes = tuple(
        f"{one['encoding']}: {file} was passed over, its SHA-256 is not known: "
        f"tokest vocab add {one['encoding']} {file}"
        for one in found
        for file in one["passed_over"]
    )
    table = Table(columns=COLUMNS, rows=rows, notes=notes)
    data = {"vocabularies": found}
    present(Report(schema="tokest/vocab/v1", table=table, data=data), format_name)


@command.command("add")
@click.argument("name")
@click.argument("file")
def add(name: str, file: str) -> None:
    """Copy a vocabulary FILE into your own store, for the encoding NAME.

    Takes a rank file (.tiktoken), a tekken.json or a tokenizer.json, as it is or packed. One
    whose SHA-256 is not known is taken, and marked as not verified wherever it counts.
    """
    counter, folder = _wanted(name), own_store()
    raw = read_file(file)
    with _writing(folder):
        found = store(counter, raw, file, folder)
    _tell(name, found)


@command.command("fetch")
@click.argument("name")
def fetch(name: str) -> None:
    """Download the vocabulary of the encoding NAME into your own store.

    The only command that goes to the network. What was interrupted goes on where it stopped.
    """
    counter, folder = _wanted(name), own_store()
    with _writing(folder), click.progressbar(length=0, label=name, file=sys.stderr) as bar:

        def show(done: int, size: int) -> None:
            bar.length = size
            bar.update(done - bar.pos)

        found = fetch_vocabulary(counter, folder, hub_endpoint(), show)
    _tell(name, found)


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """Say in one line that a store cannot be written to."""
    try:
        yield
    except OSError as error:
        raise InputError(str(folder), f"cannot be written to: {error.strerror}") from None


def _wanted(name: str) -> Findable:
    counter = find_counter(name)
    if isinstance(counter, Encoding):
        raise InputError(name, "ships with tokest: there is nothing to add")
    return counter


def _tell(name: str, found: Vocabulary) -> None:
    state = "verified" if found.verified else "not verified: its SHA-256 is none of those known"
    lines = (
        f"{name}: {found.file}",
        f"SHA-256 {found.sha256}, {state}",
        f"licence: {found.licence}",
    )
    emit("".join(f"{line}\n" for line in lines))


def _shipped(encoding: Encoding) -> dict[str, Any]:
    vocabulary = encoding.vocabulary
    return {
        "encoding": encoding.name,
        "tokens": vocabulary.size,
        "here": True,
        "verified": True,
        "from": "tokest",
        "file": None,
        "sha256": vocabulary.sha256,
        "licence": vocabulary.licence,
        "remedy": None,
        "passed_over": [],
    }


def _looked_for(counter: Findable, places: Places) -> dict[str, Any]:
    search = find_vocabulary(counter, places)
    found = search.vocabulary
    return {
        "encoding": counter.name,
        "tokens": counter.found.size,
        "here": found is not None,
        "verified": found.verified if found else None,
        "from": found.source if found else None,
        "file": found.file if found else None,
        "sha256": found.sha256 if found else None,
        "licence": counter.found.licence,
        "remedy": None if found else remedy(counter),
        "passed_over": [str(file) for file in search.passed_over],
    }


def _row(one: dict[str, Any]) -> tuple[Cell, ...]:
    here = "no"
    if one["here"]:
        here = "yes" if one["verified"] else "yes, not verified"
    return one["encoding"], one["tokens"], here, one["from"], one["licence"], one["remedy"]
