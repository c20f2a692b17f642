"""Options that several commands share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from tokest.render.formats import names

if TYPE_CHECKING:
    from collections.abc import Callable

    Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def files() -> Decorator:
    """Name the prompts."""
    return click.argument("files", nargs=-1, metavar="[FILE... | -]")


DEFAULT_MODEL: Final = "qwen-plus"
"""What is counted for where no model is named."""


def models() -> Decorator:
    """Name the models to count for."""
    return click.option(
        "--model",
        "models",
        multiple=True,
        callback=names_list,
        metavar="NAME,...",
        help=f"Model to count for; may be repeated.  [default: {DEFAULT_MODEL}]",
    )


def output_format() -> Decorator:
    """Choose how the result is written."""
    return click.option(
        "--format",
        "format_name",
        type=click.Choice(names()),
        default="text",
        show_default=True,
        help="How the result is written.",
    )


def color() -> Decorator:
    """Choose whether text is painted."""
    return click.option(
        "--color",
        type=click.Choice(("auto", "always", "never")),
        default="auto",
        show_default=True,
        help="Colours in text; auto is on a terminal, unless NO_COLOR is set, or FORCE_COLOR.",
    )


def method() -> Decorator:
    """Choose how tokens are counted."""
    return click.option(
        "--method",
        type=click.Choice(("auto", "exact", "table", "proxy", "rule")),
        default="auto",
        show_default=True,
        help="How tokens are counted; auto is exact where it can be, else by table or proxy.",
    )


def rates() -> Decorator:
    """Lay files over the built-in rate card."""
    return click.option(
        "--rates",
        multiple=True,
        metavar="FILE",
        help="A YAML rate card laid over the built-in one; may be repeated.",
    )


def vocab() -> Decorator:
    """Name vocabularies to count with."""
    return click.option(
        "--vocab",
        multiple=True,
        metavar="NAME=FILE",
        help="A vocabulary to count with, for an encoding whose own does not ship.",
    )


def names_list(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> list[str]:
    """Split comma lists of names, ``--models a,b --models c``; a name counts once."""
    names = [*dict.fromkeys(filter(None, map(str.strip, ",".join(given).split(","))))]
    if given and not names:
        raise click.BadParameter("names no model", ctx, param)
    return names
