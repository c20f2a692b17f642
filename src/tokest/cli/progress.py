"""A progress bar for work that takes long: on stderr, before a person's eyes, after a second."""

from __future__ import annotations

import sys
from contextlib import ExitStack, contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PATIENCE: Final = 1.0
"""Seconds before a bar is worth showing."""


@contextmanager
def progress(label: str, size: int | None) -> Iterator[Callable[[int], None]]:
    """Give a function to be told how much of `size` is done; without a size, nothing is shown.

    >>> with progress("Reading", None) as show:
    ...     show(10)
    """
    if size is None or not sys.stderr.isatty():
        yield lambda _: None
        return
    started = monotonic()
    with ExitStack() as later:
        bars: list[Any] = []

        def show(done: int) -> None:
            if not bars and monotonic() - started > PATIENCE:
                bar = click.progressbar(length=size, label=label, file=sys.stderr)
                bars.append(later.enter_context(bar))
            for bar in bars:
                bar.update(done - bar.pos)

        yield show
