"""What the commands share that hold texts against a limit of tokens."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from tokest.cli.options import DEFAULT_MODEL
from tokest.cli.reading import read_prompts
from tokest.errors import InputError
from tokest.units import MOST_TOKENS

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def file() -> Decorator:
    """Name the one file that is read."""
    return click.argument("file", default="-", metavar="[FILE | -]")


def model() -> Decorator:
    """Name the one model that counts."""
    help_text = f"Model to count for.  [default: {DEFAULT_MODEL}]"
    return click.option("--model", metavar="NAME", help=help_text)


def encoding() -> Decorator:
    """Name an encoding instead of a model."""
    return click.option("--encoding", help="Encoding to count with, instead of a model's.")


def max_tokens(help_text: str, *, required: bool = False) -> Decorator:
    """Set the limit."""
    kind = click.IntRange(0, MOST_TOKENS)
    return click.option("--max-tokens", type=kind, metavar="N", required=required, help=help_text)


def tokens(name: str, help_text: str) -> Decorator:
    """Set a number of tokens that is 0 if it is not given."""
    kind = click.IntRange(0, MOST_TOKENS)
    return click.option(name, type=kind, metavar="N", default=0, help=help_text)


def read_one(file: str) -> str:
    """Read the one file."""
    if file == "-" and sys.stdin.isatty():
        raise InputError("FILE", "name a file, or - to read standard input")
    return read_prompts([file])[file]


def named(model: str | None, encoding: str | None) -> str | None:
    """Give the model to count for: the default one if neither it nor an encoding is named.

    >>> named(None, None), named(None, "qwen"), named("gpt-4o", None)
    ('qwen-plus', None, 'gpt-4o')
    """
    return DEFAULT_MODEL if model is None and encoding is None else model
