"""A line of progress of a scan: how far, how many rows, how fast, how long still."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tokest.cli.progress import Line, share

if TYPE_CHECKING:
    from tokest.frames import Progress


class Bar:
    """Shows the progress of a scan on standard error, if that is a terminal."""

    def __init__(self, line: Line | None = None) -> None:
        self._line = Line() if line is None else line

    def tell(self, progress: Progress) -> None:
        """Show how far it is; the last time, wipe the line."""
        self._line.tell(progress.done, progress.whole, partial(line, progress))


def line(progress: Progress, seconds: float) -> str:
    """Write how far it is after some seconds.

    >>> from tokest.frames import Progress
    >>> line(Progress(done=250_000_000, whole=1_000_000_000, rows=90_000, tokens=5), 10)
    '[######                  ]  25 %  90,000 rows  25 MB/s  0:30 left'
    """
    rate = progress.done / seconds if seconds else 0.0
    words = f"{progress.rows:,} rows  {rate / 1e6:,.0f} MB/s  "
    return share(progress.done, progress.whole, seconds, words)
