"""Groups of commands of which the usual one need not be named."""

from __future__ import annotations

from typing import Any

import click


class DefaultGroup(click.Group):
    """A group whose command `default` is meant where none is named: ``tokest plan FILE``."""

    def __init__(self, *args: Any, default: str, **rest: Any) -> None:  # noqa: ANN401  # click's own
        super().__init__(*args, **rest)
        self.default = default

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the name of that command before a file or one of its options."""
        named = not args or args[0] in self.commands or args[0] in ctx.help_option_names
        return super().parse_args(ctx, args if named else [self.default, *args])
