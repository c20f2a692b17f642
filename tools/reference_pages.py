"""Write the pages of reference that are made of the code: commands, keys of files, links.

`make docs` calls it through docs/conf.py; what it writes is in docs/reference/generated and is
not committed.
"""

from __future__ import annotations

import re
from dataclasses import fields
from functools import singledispatch
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from tokest.documents.kinds import (
    Choice,
    Count,
    Day,
    Flag,
    Kind,
    Many,
    Moment,
    Number,
    Record,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).parents[1]
PAGES: Final = ROOT / "docs" / "reference" / "generated"
MOST: Final = 100_000_000
"""Bounds from here on are there to stop nonsense, and say nothing to a reader."""

WIDTH: Final = 100
"""Columns of a help."""

LINK: Final = re.compile(r"https?://[^\s)>\]\"'`|]+")


def main() -> None:
    """Write all pages."""
    PAGES.mkdir(exist_ok=True)
    for name, kind in file_kinds().items():
        write(PAGES / f"{name}.md", "\n".join(keys(kind)))
    write(PAGES / "commands.md", "\n".join(commands()))
    write(PAGES / "links.md", "\n".join(links()))


def write(file: Path, text: str) -> None:
    """Write a page if it is another than before, so that Sphinx need not read it again."""
    if not file.exists() or file.read_text("utf-8") != f"{text}\n":
        file.write_text(f"{text}\n", "utf-8")


def commands() -> Iterator[str]:
    """Write the help of every command, below a heading of its own."""
    from tokest.cli.main import cli  # noqa: PLC0415  # as below

    yield from _helps(cli, "tokest")


def _helps(command: click.Command, name: str) -> Iterator[str]:
    context = click.Context(command, info_name=name, max_content_width=WIDTH)
    yield f"## {name}\n\n```text\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for inner in command.list_commands(context):
            found = command.get_command(context, inner)
            if found is not None:
                yield from _helps(found, f"{name} {inner}")


def file_kinds() -> dict[str, Kind]:
    """Give what each file of a user's may hold, by the name of its page."""
    from tokest.linter.schema import PLAIN  # noqa: PLC0415  # these load what the words below do not
    from tokest.plan.schema import plan_kind  # noqa: PLC0415
    from tokest.rates.load import builtin_card  # noqa: PLC0415
    from tokest.rates.schema import CARD  # noqa: PLC0415
    from tokest.usage.calibration import FILE  # noqa: PLC0415

    return {
        "pricing": CARD,
        "plan": plan_kind(builtin_card(), str),
        "config": PLAIN,
        "calibration": FILE,
    }


def keys(
    kind: Kind, path: str = "", seen: dict[tuple[str, ...], str] | None = None
) -> Iterator[str]:
    r"""Write tables of the keys of a kind and of all that is inside it, each once.

    >>> print("\n".join(keys(Record(dict, {"day": Day()}, {"tiers": Many(Count(1, 9))}))))
    | key | value | |
    | --- | --- | --- |
    | `day` | a day, such as 2026-11-01 | required |
    | `tiers` | list of: whole number, 1 to 9 | |
    <BLANKLINE>
    """
    seen = {} if seen is None else seen
    for record in _records(kind):
        inner = {**record.required, **record.optional}
        if tuple(inner) in seen:
            yield f"**`{path}`** has the keys of `{seen[tuple(inner)]}`.\n"
            continue
        seen[tuple(inner)] = path
        yield from _table(record, path)
        for key, one in inner.items():
            if not _is_number(one):
                yield from keys(one, f"{path}.{key}" if path else key, seen)


def _table(record: Record, path: str) -> Iterator[str]:
    if path:
        yield f"**`{path}`**\n"
    yield "| key | value | |\n| --- | --- | --- |"
    for key, kind in record.required.items():
        yield f"| `{key}` | {words(kind)} | required |"
    for key, kind in record.optional.items():
        yield f"| `{key}` | {words(kind)} | |"
    yield ""


@singledispatch
def words(kind: Kind) -> str:
    """Say in words what a value may be.

    >>> words(Many(Choice(("cn", "intl")))), words(Number()), words(Number(0, 1))
    ('list of: `cn`, `intl`', 'number', 'number, 0 to 1')
    """
    return "number, `{low, high}` or `{mean, p90}`" if _is_number(kind) else _other(kind)


@words.register(Text)
def _text(kind: Text) -> str:
    return kind.example or "text"


@words.register(Choice)
def _choice(kind: Choice) -> str:
    return ", ".join(f"`{word}`" for word in kind.words)


@words.register(Flag)
def _flag(kind: Flag) -> str:  # noqa: ARG001  # dispatched by its type
    return "`true`, `false`"


@words.register(Count)
def _count(kind: Count) -> str:
    return f"whole number{_bounds(kind.minimum, kind.maximum)}"


@words.register(Number)
def _number(kind: Number) -> str:
    return f"number{_bounds(kind.minimum, kind.maximum)}"


@words.register(Day)
def _day(kind: Day) -> str:  # noqa: ARG001
    return "a day, such as 2026-11-01"


@words.register(Moment)
def _moment(kind: Moment) -> str:  # noqa: ARG001
    return "an instant, such as 2026-08-16T16:00:00Z"


@words.register(Record)
def _record(kind: Record) -> str:  # noqa: ARG001
    return "mapping"


@words.register(Many)
def _many(kind: Many) -> str:
    return f"list of: {words(kind.kind)}".replace("list of: mapping", "list of mappings")


def _other(kind: Kind) -> str:
    """Describe a kind of one part of the code by what is inside it, or by its own words."""
    inner = _inside(kind)
    if {"scalar", "mapping"} <= inner.keys():
        return f"{words(inner['scalar'])}, or a mapping"
    if "make" in {field.name for field in fields(kind)}:  # type: ignore[arg-type]  # all are data
        return words(inner["kind"])
    if inner.keys() == {"kind"}:
        return f"names, each with: {words(inner['kind'])}"
    first, _, _ = (type(kind).__doc__ or "").partition(";")
    return first.strip().removesuffix(".").replace("``", "`").lower()


def _bounds(least: int, most: int) -> str:
    if least == most:
        return f" {least}"
    if most < MOST:
        return f", {least:,} to {most:,}"
    return f", at least {least:,}" if least > 0 else ""


def _is_number(kind: Kind) -> bool:
    """Tell a number that may be uncertain, whose four keys would stand in every table."""
    mapping = _inside(kind).get("mapping")
    return isinstance(mapping, Record) and set(mapping.optional) == {"low", "high", "mean", "p90"}


def _records(kind: Kind) -> Iterator[Record]:
    if isinstance(kind, Record):
        yield kind
        return
    for inner in _inside(kind).values():
        yield from _records(inner)


def _inside(kind: Kind) -> dict[str, Kind]:
    if isinstance(kind, Record):
        return {}
    parts = {field.name: getattr(kind, field.name) for field in fields(kind)}  # type: ignore[arg-type]
    return {name: part for name, part in parts.items() if hasattr(part, "read")}


def links() -> Iterator[str]:
    """List the links that lead out of the documentation; nobody has followed them."""
    found: dict[str, set[str]] = {}
    for page in sorted((ROOT / "docs").rglob("*.md")):
        if page.parent != PAGES:
            for link in LINK.findall(page.read_text("utf-8")):
                name = page.relative_to(ROOT / "docs").with_suffix("").as_posix()
                found.setdefault(link.rstrip(".,;:"), set()).add(name)
    yield "| link | on |\n| --- | --- |"
    for link, pages in sorted(found.items()):
        on = ", ".join(f"[{page}](/{page}.md)" for page in sorted(pages))
        yield f"| <{link}> | {on} |"


if __name__ == "__main__":
    main()
