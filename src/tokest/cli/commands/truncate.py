"""Shorten a text to a number of tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tokest.cli import cutting
from tokest.cli.options import vocab
from tokest.cli.output import complain, emit_text
from tokest.cli.reading import read_places
from tokest.tokens.cutting.truncation import truncate

if TYPE_CHECKING:
    from tokest.tokens.cutting.truncation import Side


@click.command(short_help=__doc__)
@cutting.file()
@cutting.model()
@cutting.encoding()
@vocab()
@cutting.max_tokens("Tokens that are left at most.", required=True)
@click.option(
    "--side",
    type=click.Choice(("end", "start", "middle")),
    default="end",
    show_default=True,
    help="Where the text is cut off.",
)
@click.option("--marker", default="", metavar="TEXT", help="Stands where text was cut off.")
def command(  # noqa: PLR0913, PLR0917  # one parameter an option, by name
    file: str,
    model: str | None,
    encoding: str | None,
    vocab: tuple[str, ...],
    max_tokens: int,
    side: Side,
    marker: str,
) -> None:
    """Shorten a text to a number of tokens.

    Writes what is left to standard output and says on standard error how much was cut off. No
    character is cut in two, and what is left is counted again.
    """
    text = cutting.read_one(file)
    found = truncate(
        text,
        cutting.named(model, encoding),
        max_tokens=max_tokens,
        encoding=encoding,
        side=side,
        marker=marker,
        places=read_places(vocab),
    )
    emit_text(found.text)
    if found.truncated:
        what = f"cut off {found.removed:,} of {len(text):,} characters"
        complain(f"{file}: {what}; {found.tokens:,} tokens are left")
