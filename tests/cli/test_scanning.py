"""The line of progress of a scan."""

from __future__ import annotations

from io import StringIO

from tokest.cli.progress import Line
from tokest.cli.scanning import Bar, line
from tokest.frames import Progress


class Terminal(StringIO):
    """What a person looks at."""

    def isatty(self) -> bool:
        return True


def progress(done: int) -> Progress:
    return Progress(done=done, whole=10_000_000_000, rows=done // 1000, tokens=done // 4)


def told(stream: StringIO, *seconds: float) -> str:
    clock = iter([0.0, *seconds])
    bar = Bar(Line(stream, lambda: next(clock)))
    for i in range(len(seconds)):
        bar.tell(progress(10_000_000_000 * (i + 1) // len(seconds)))
    return stream.getvalue()


def test_a_line_says_how_far_how_fast_and_how_long_still() -> None:
    assert line(progress(5_000_000_000), 100) == (
        "[############            ]  50 %  5,000,000 rows  50 MB/s  1:40 left"
    )
    assert line(progress(1_000_000), 1).endswith("2:46:39 left")
    assert "0 MB/s" in line(progress(0), 0)
    assert "100 %" in line(Progress(done=0, whole=0, rows=0, tokens=0), 1)


def test_the_line_waits_a_second_changes_slowly_and_is_wiped() -> None:
    found = told(Terminal(), 0.5, 1.1, 1.2, 2.0)
    assert found.count("%") == 1
    assert "50 %" in found
    assert found.endswith("\r")
    assert found.rsplit("\r", 2)[1].strip() == ""


def test_what_is_no_terminal_sees_nothing() -> None:
    assert told(StringIO(), 2.0, 4.0) == ""
