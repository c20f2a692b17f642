"""Split a text into chunks of a number of tokens."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tokest.cli import cutting
from tokest.cli.options import output_format, vocab
from tokest.cli.output import present
from tokest.cli.reading import read_places
from tokest.errors import InputError
from tokest.render.table import Report
from tokest.tokens.cutting.chunking import split

if TYPE_CHECKING:
    from tokest.tokens.cutting.chunking import Chunk


@click.command(short_help=__doc__)
@cutting.file()
@cutting.model()
@cutting.encoding()
@vocab()
@cutting.max_tokens("Tokens of a chunk at most.", required=True)
@cutting.tokens("--overlap", "Tokens at most that a chunk repeats of the one before.  [default: 0]")
@click.option(
    "--output-dir",
    type=click.Path(file_okay=False),
    metavar="DIR",
    help="Folder to write each chunk to, as a file of its own.",
)
@output_format()
def command(  # noqa: PLR0913, PLR0917  # one parameter an option, by name
    file: str,
    model: str | None,
    encoding: str | None,
    vocab: tuple[str, ...],
    max_tokens: int,
    overlap: int,
    output_dir: str | None,
    format_name: str,
) -> None:
    """Split a text into chunks of a number of tokens.

    Chunks end with a paragraph, a line, a sentence or a word where they can, and no character is
    cut in two. The table says where they are; JSON has their text, too.
    """
    with cutting.placed(file):
        found = split(
            cutting.read_one(file),
            cutting.named(model, encoding),
            max_tokens=max_tokens,
            overlap=overlap,
            encoding=encoding,
            places=read_places(vocab),
        )
    if output_dir is not None:
        _write(found, Path(output_dir), Path("stdin.txt" if file == "-" else file))
    data = {"file": file, "chunks": found}
    present(Report(schema="tokest/split/v1", table=found.table(), data=data), format_name)


def _write(chunks: tuple[Chunk, ...], folder: Path, file: Path) -> None:
    """Write chunks beside each other; nothing that is there is written over."""
    digits = len(str(len(chunks)))
    names = [f"{file.stem}-{at:0{digits}}{file.suffix}" for at in range(1, len(chunks) + 1)]
    there = next((folder / name for name in names if (folder / name).exists()), None)
    if there is not None:
        raise InputError(str(there), "is there already; name another folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, chunk in zip(names, chunks, strict=True):
            with (folder / name).open("xb") as out:
                out.write(chunk.text.encode())
    except OSError as error:
        raise InputError(str(folder), f"cannot be written: {error.strerror}") from None
