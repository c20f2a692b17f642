"""Which column of a data set holds the prompts, and whether they are requests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tokest.errors import InputError
from tokest.frames.files import cannot_read, reader
from tokest.frames.kernel import missing
from tokest.frames.readers import jsonl
from tokest.frames.readers.parts import ROW
from tokest.prompts.shapes.recognise import looks_like_request

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tokest.frames.readers.parts import Source

NAMES: Final = ("messages", "prompt", "text", "body")
"""What columns of prompts are called: one that alone is there need not be named. Bodies are those
of batch files (https://platform.openai.com/docs/guides/batch, read on 2026-11-24)."""

TEXT: Final = "text"
"""What the column of plain text files is called."""

REQUESTS: Final = "rows are requests: each is counted with what its provider writes around it"


@dataclass(frozen=True, slots=True)
class Opened:
    """Files that can be read, the names of the columns of each, and what is wrong with others."""

    columns: tuple[tuple[Source, tuple[str, ...] | None], ...]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """The column to count, whether it holds requests, and what to say of how it was found."""

    column: str
    requests: bool
    notes: tuple[str, ...] = ()


def open_all(sources: Sequence[Source]) -> Opened:
    """Look at the head of each file; plain text has no columns to name."""
    found: list[tuple[Source, tuple[str, ...] | None]] = []
    problems = []
    for source in sources:
        try:
            names = reader(source.format).columns(source)
        except (MemoryError, OSError, ValueError) as error:
            problems.append(cannot_read(source, error))
        else:
            found.append((source, None if names is None else tuple(names)))
    return Opened(tuple(found), tuple(problems))


def choose(opened: Opened, column: str | None, *, requests: bool) -> Choice:
    """Take the column that is named, or the one whose name says that it holds prompts.

    Lines of JSON that are requests themselves are taken whole.

    Raises
    ------
    InputError
        when no column, or more than one, may be meant.
    """
    notes: tuple[str, ...] = ()
    if column is None:
        column = _found(opened, requests=requests)
        what = "the whole line is taken" if column == ROW else f"column {column!r}, by its name"
        plain = all(source.format == "text" for source, _ in opened.columns)
        notes = () if plain else (what,)
    requests = requests or column == ROW or _holds_requests(opened, column)
    return Choice(column, requests, (*notes, REQUESTS) if requests else notes)


def with_column(opened: Opened, column: str) -> tuple[list[Source], list[str]]:
    """Leave out the files that lack the column, and say so.

    Raises
    ------
    InputError
        when none of them has the column.
    """
    kept: list[Source] = []
    problems = list(opened.problems)
    first: InputError | None = None
    for source, names in opened.columns:
        if not names or column == ROW or column in names:
            kept.append(source)
            continue
        lacking = missing(column, names)
        first = first or lacking
        problems.append(f"{source.path}: {lacking}")
    if first is not None and not any(source.size for source in kept):
        raise first
    return kept, problems


def _found(opened: Opened, *, requests: bool) -> str:
    if not any(names for _, names in opened.columns):  # empty, or plain text
        return TEXT
    there = dict.fromkeys(name for _, names in opened.columns for name in names or ())
    known = [name for name in NAMES if name in there]
    lines = all(source.format == "jsonl" for source, names in opened.columns if names)
    if lines and (requests or known == ["messages"] or not known) and _are_requests(opened):
        return ROW
    if len(known) == 1:
        return known[0]
    names = ", ".join(known or sorted(there)[:20]) or "none"
    raise InputError("column", f"say which column holds the texts (there are: {names})")


def _are_requests(opened: Opened) -> bool:
    """Say whether the first lines are requests."""
    first = next((source for source, names in opened.columns if names), None)
    rows = jsonl.head(first) if first else []
    return bool(rows) and all(isinstance(row, dict) and looks_like_request(row) for row in rows)


def _holds_requests(opened: Opened, column: str) -> bool:
    """Say whether a column holds lists and structs, in the first file that has it."""
    for source, names in opened.columns:
        if names and column in names:
            return reader(source.format).is_nested(source, column)
    return False
