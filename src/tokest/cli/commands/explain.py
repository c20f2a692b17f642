"""Show what the tokens of a text are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import click

from tokest.cli import cutting, options
from tokest.cli.options import vocab
from tokest.cli.output import emit, present, wants_colours
from tokest.cli.reading import read_places
from tokest.render.marked import Mark, lines, marked_html
from tokest.render.table import Report
from tokest.tokens.cutting.explanation import explain

if TYPE_CHECKING:
    from tokest.tokens.cutting.explanation import Explanation, Token

STYLES: Final = ({"bg": "blue", "fg": "white"}, {"bg": "yellow", "fg": "black"})


@click.command(short_help=__doc__)
@cutting.file()
@cutting.model()
@cutting.encoding()
@vocab()
@options.color()
@click.option(
    "--format",
    "format_name",
    type=click.Choice(("html", "json", "text")),
    default="text",
    show_default=True,
    help="How the result is written.",
)
def command(  # noqa: PLR0913, PLR0917  # one parameter an option, by name
    file: str,
    model: str | None,
    encoding: str | None,
    vocab: tuple[str, ...],
    color: str,
    format_name: str,
) -> None:
    """Show what the tokens of a text are.

    Tokens are shown one after the other, on two backgrounds in turn, or between bars without
    colours; then how many are words, digits and so on. A token that starts or ends inside a
    character is shown as its bytes, such as <E4 B8>.
    """
    text, places = cutting.read_one(file), read_places(vocab)
    found = explain(text, cutting.named(model, encoding), encoding=encoding, places=places)
    table = replace(found.table(), title=f"{file}: {found.table().title}")
    if format_name == "html":
        emit(marked_html(_marks(found), table))
        return
    report = Report(schema="tokest/explain/v1", table=table, data={"explanation": found})
    if format_name == "text" and found.tokens:
        emit(_painted(_marks(found), colours=wants_colours(color)) + "\n\n")
    present(report, format_name)


def _marks(found: Explanation) -> tuple[Mark, ...]:
    return tuple(map(_mark, found.tokens))


def _mark(token: Token) -> Mark:
    raw = bytes.fromhex(token.hex)
    text = f"<{raw.hex(' ').upper()}>" if token.text is None else token.text
    return Mark(text=text, note=f"{token.kind}, characters {token.start} to {token.end}")


def _painted(marks: tuple[Mark, ...], *, colours: bool) -> str:
    if not colours:
        return "|".join("\n".join(lines(mark.text)) for mark in marks)
    return "".join(_styled(mark.text, STYLES[at % 2]) for at, mark in enumerate(marks))


def _styled(text: str, style: dict[str, str]) -> str:
    """Style each line by itself, so that no background runs to the edge of the screen."""
    return "\n".join(
        click.style(line, fg=style["fg"], bg=style["bg"]) if line else "" for line in lines(text)
    )
