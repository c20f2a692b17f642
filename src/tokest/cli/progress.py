"""A line of progress for long work: on stderr, before a person's eyes, after a second."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from functools import partial
from io import FileIO
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, TextIO, TypeVar

from tokest.render.plain import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

T = TypeVar("T")

PATIENCE: Final = 1.0
"""Seconds until the line first shows: what is done by then needs none."""

PAUSE: Final = 0.2
"""Seconds between two changes of it."""

WIDTH: Final = 24


class Line:
    """A line that says how far work is; it is wiped when all is done."""

    def __init__(
        self, stream: TextIO | None = None, clock: Callable[[], float] = monotonic
    ) -> None:
        self._stream = sys.stderr if stream is None else stream
        self._clock = clock
        self._start = clock()
        self._shown = self._start + PATIENCE - PAUSE
        self._size = 0

    def tell(self, done: int, whole: int, say: Callable[[float], str]) -> None:
        """Show what `say` makes of the seconds so far, if it is time to."""
        if not self._stream.isatty():
            return
        now = self._clock()
        if done >= whole:
            self.wipe()
        elif now - self._shown >= PAUSE:
            self._shown = now
            self._write(say(now - self._start))

    def wipe(self) -> None:
        """Take the line away, if there is one."""
        if self._size:
            self._write("")

    def _write(self, text: str) -> None:
        self._stream.write(f"\r{text.ljust(self._size)}" + ("" if text else "\r"))
        self._stream.flush()
        self._size = len(text)


def share(done: int, whole: int, seconds: float, words: str = "") -> str:
    """Write how far work is after some seconds, and how long it still takes.

    >>> share(25, 100, 10)
    '[######                  ]  25 %  0:30 left'
    >>> share(50, 100, 7200, "3 rows  ")
    '[############            ]  50 %  3 rows  2:00:00 left'
    """
    part = done / whole if whole else 1.0
    left = round(seconds * (1 - part) / part) if part else 0
    hours, rest = divmod(left, 3600)
    clock = f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"
    bar = "#" * int(part * WIDTH)
    return f"[{bar.ljust(WIDTH)}] {round(part * 100):3} %  {words}{clock} left"


class WatchedFile(FileIO):
    """A file that shows how far it has been read, until it is closed."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._line = Line()
        self._whole = os.fstat(self.fileno()).st_size
        self._label = f"Reading {visible(name)}"

    def readinto(self, buffer: Any, /) -> int | None:  # noqa: ANN401  # as of FileIO
        """Read on, and show how far it is."""
        got = super().readinto(buffer)
        done = self.tell()
        self._line.tell(done, self._whole, partial(_said, self._label, done, self._whole))
        return got

    def close(self) -> None:
        """Close the file, and take the line away."""
        if not self.closed:
            self._line.wipe()
        super().close()


@contextmanager
def progress(label: str, whole: int | None) -> Iterator[Callable[[int], None]]:
    """Give a function to be told how much of `whole` is done; without it, nothing is shown.

    >>> with progress("Reading", None) as show:
    ...     show(10)
    """
    if whole is None:
        yield lambda _: None
        return
    line = Line()
    try:
        yield lambda done: line.tell(done, whole, partial(_said, label, done, whole))
    finally:
        line.wipe()


def through(label: str, items: Sequence[T]) -> Iterator[T]:
    """Give the items one by one, and show how many there were.

    >>> list(through("Counting", [1, 2]))
    [1, 2]
    """
    with progress(label, len(items)) as show:
        for at, item in enumerate(items):
            show(at)
            yield item


def _said(label: str, done: int, whole: int, seconds: float) -> str:
    return f"{label} {share(done, whole, seconds)}"
