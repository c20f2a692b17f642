"""Print the completion script of a shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from tokest.cli.output import emit

SHELLS = ("bash", "fish", "zsh")


@click.command(short_help=__doc__)
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the completion script of a shell.

    For bash, put into ~/.bashrc:  eval "$(tokest completion bash)"
    """
    complete = get_completion_class(shell)
    if complete is None:
        raise click.UsageError(f"click has no completion for {shell}")
    root = ctx.find_root()
    emit(complete(root.command, {}, "tokest", "_TOKEST_COMPLETE").source() + "\n")
