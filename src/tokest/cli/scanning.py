"""A line of progress on a terminal: how far, how fast, how long still."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Final, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable

    from tokest.frames import Progress

WAIT: Final = 1.0
"""Seconds until the line first shows: what is done by then needs none."""

PAUSE: Final = 0.2
"""Seconds between two changes of it."""

_WIDTH: Final = 24


class Bar:
    """Shows progress on standard error, if that is a terminal."""

    def __init__(
        self, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._stream = sys.stderr if stream is None else stream
        self._clock = clock
        self._start = clock()
        self._shown = self._start + WAIT - PAUSE
        self._size = 0

    def tell(self, progress: Progress) -> None:
        """Show how far it is; the last time, wipe the line."""
        now = self._clock()
        if not self._stream.isatty():
            return
        if progress.done >= progress.whole:
            self._write("")
        elif now - self._shown >= PAUSE:
            self._shown = now
            self._write(line(progress, now - self._start))

    def _write(self, text: str) -> None:
        if text or self._size:
            self._stream.write(f"\r{text.ljust(self._size)}" + ("" if text else "\r"))
            self._stream.flush()
        self._size = len(text)


def line(progress: Progress, seconds: float) -> str:
    """Write how far it is after some seconds.

    >>> from tokest.frames import Progress
    >>> line(Progress(done=250_000_000, whole=1_000_000_000, rows=90_000, tokens=5), 10)
    '[######                  ]  25 %  90,000 rows  25 MB/s  0:30 left'
    """
    share = progress.done / progress.whole if progress.whole else 1.0
    bar = "#" * int(share * _WIDTH)
    rate = progress.done / seconds if seconds else 0.0
    left = (progress.whole - progress.done) / rate if rate else 0.0
    hours, rest = divmod(round(left), 3600)
    clock = f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"
    speed = f"{rate / 1e6:,.0f} MB/s"
    rows = f"{progress.rows:,} rows"
    return f"[{bar.ljust(_WIDTH)}] {share:4.0%}  {rows}  {speed}  {clock} left".replace("%", " %")
