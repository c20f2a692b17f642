"""The ``tokest`` command: find the subcommand, run it, turn errors into one line and a code.

Exit status: 0 fine, 1 findings or a budget exceeded, 2 the call or a file is wrong,
130 interrupted.
"""

from __future__ import annotations

import ast
import sys
from importlib import import_module
from importlib.util import find_spec
from io import TextIOWrapper
from pkgutil import iter_modules
from typing import TYPE_CHECKING

import click

from tokest import __version__
from tokest.cli import commands
from tokest.cli.output import complain

if TYPE_CHECKING:
    from collections.abc import Sequence

WRONG = 2
INTERRUPTED = 130


class LazyGroup(click.Group):
    """A group that imports a subcommand's module only when that subcommand runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """List the modules of `tokest.cli.commands`."""
        return sorted(module.name for module in iter_modules(commands.__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = import_module(f"{commands.__name__}.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command named first, or say which ones there are."""
        if args and args[0] not in self.list_commands(ctx):
            known = ", ".join(self.list_commands(ctx))
            ctx.fail(f"no command {args[0]!r} (there are: {known})")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the first line of each command's module, without importing it."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, _summary(name)) for name in self.list_commands(ctx)])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="tokest", message="%(prog)s %(version)s")
def cli() -> None:
    """Estimate tokens and plan the cost of language models."""


def main(args: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a terminal without Unicode shows escapes
            stream.reconfigure(errors="backslashreplace")
    sys.exit(run(args))


def run(args: Sequence[str] | None = None) -> int:
    """Run the command line and give its exit status."""
    from tokest.errors import TokestError  # noqa: PLC0415  # --version and --help need no errors

    try:
        status = cli.main(args=args, prog_name="tokest", standalone_mode=False)
    except click.Abort:
        complain("interrupted")
        return INTERRUPTED
    except click.ClickException as error:
        complain(error.format_message())
        return error.exit_code
    except TokestError as error:
        complain(str(error))
        return WRONG
    return status if isinstance(status, int) else 0


def _summary(name: str) -> str:
    from importlib.abc import InspectLoader  # noqa: PLC0415  # it brings along half the library

    spec = find_spec(f"{commands.__name__}.{name}")
    loader = spec.loader if spec else None
    source = loader.get_source(spec.name) if spec and isinstance(loader, InspectLoader) else None
    return (ast.get_docstring(ast.parse(source or "")) or "").partition("\n")[0]
