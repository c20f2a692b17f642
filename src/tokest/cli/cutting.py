"""What the commands share that hold texts against a limit of tokens."""

from __future__ import annotations

import re
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import click

from tokest.cli.options import DEFAULT_MODEL
from tokest.cli.reading import read_prompts
from tokest.errors import FileFormatError, InputError
from tokest.units import MOST_TOKENS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

_PLACE: Final = re.compile(r"line (\d+), column (\d+)")


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


@contextmanager
def placed(file: str) -> Iterator[None]:
    """Name the file in what is wrong with a place of it.

    >>> with placed("a.txt"):
    ...     raise InputError("line 2, column 3", "is odd")
    Traceback (most recent call last):
    tokest.errors.FileFormatError: a.txt:2:3: is odd
    """
    try:
        yield
    except InputError as error:
        found = _PLACE.fullmatch(error.where)
        if found is None:
            raise
        where = f"{file}:{found[1]}:{found[2]}"
        raise FileFormatError((f"{where}: {error.what}",)) from None


def named(model: str | None, encoding: str | None) -> str | None:
    """Give the model to count for: the default one if neither it nor an encoding is named.

    >>> named(None, None), named(None, "qwen"), named("gpt-4o", None)
    ('qwen-plus', None, 'gpt-4o')
    """
    return DEFAULT_MODEL if model is None and encoding is None else model
