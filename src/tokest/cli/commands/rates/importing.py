"""Write a file of rates from the price list of another package."""

from __future__ import annotations

from pathlib import Path

import click

from tokest.cli.output import emit, emit_text
from tokest.cli.peers import read_peer
from tokest.cli.reading import read_card, read_day
from tokest.errors import InputError
from tokest.rates.importing import Wanted, import_peer
from tokest.rates.peers import peer_names


@click.command("import", short_help=__doc__)
@click.argument("peer", metavar=f"[{'|'.join(peer_names())}]")
@click.argument("file", required=False)
@click.option("--provider", "providers", multiple=True, help="Only models of this provider.")
@click.option("--models", default="*", metavar="GLOB", help="Only models named so.")
@click.option("--known", is_flag=True, help="Also models that the built-in card prices already.")
@click.option("--output", metavar="FILE", help="A new file to write, instead of standard output.")
def import_list(  # noqa: PLR0913  # one argument an option
    *,
    peer: str,
    file: str | None,
    providers: tuple[str, ...],
    models: str,
    known: bool,
    output: str | None,
) -> None:
    """Write a file of rates from the price list of another package.

    FILE is that list, if its package is not installed. The result is a rate card for --rates:
    every figure secondary, with the list it comes from; the built-in card is not touched.
    """
    found = read_peer(peer, file, read_day(None))
    wanted = Wanted(providers=providers, models=models, known=known)
    made = import_peer(read_card(()), found, wanted)
    if not made.models:
        rest = f"; {made.known:,} are on the card already (--known)" if made.known else ""
        raise InputError(peer, f"no model to import{rest}")
    if output is None:
        emit_text(made.text)
        return
    try:
        with Path(output).open("x", encoding="utf-8", newline="\n") as written:
            written.write(made.text)
    except FileExistsError:
        raise InputError(output, "is there already; it is not written over") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise InputError(output, f"cannot be written: {reason}") from None
    emit(f"{output}: {made.models:,} models of {found.name} {found.version}\n")
