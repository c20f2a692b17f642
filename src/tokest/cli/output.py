"""What goes to the terminal: results to stdout, complaints to stderr."""

from __future__ import annotations

import os
import re
import shutil
import sys
from typing import TYPE_CHECKING, Final, NoReturn

from tokest.render.formats import render
from tokest.render.plain import visible

if TYPE_CHECKING:
    from tokest.render.table import Report

_STEERING: Final = re.compile(r"[^\n\t]+")
"""All but what lays out a text."""


def present(report: Report, format_name: str) -> None:
    """Write a result in a format; text is laid out for the screen, if it goes to one."""
    emit(rendered(report, format_name))


def rendered(report: Report, format_name: str) -> str:
    """Render a result for where it goes."""
    if format_name == "text" and sys.stdout.isatty():
        # Most results go to a program.
        from tokest.render.screen import screen  # noqa: PLC0415

        size = shutil.get_terminal_size().columns
        return screen(report.table, size, colours=wants_colours())
    return render(report, format_name)


def wants_colours(choice: str = "auto") -> bool:
    """Say whether standard output is painted: as asked, as the environment says, on a terminal.

    NO_COLOR (https://no-color.org) wins over FORCE_COLOR (https://force-color.org, read on
    2026-11-25), which any value sets, and over CLICOLOR_FORCE (https://bixense.com/clicolors).
    """
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR") or os.environ.get("CLICOLOR_FORCE", "0") not in {"", "0"}:
        return True
    return sys.stdout.isatty()


def emit(text: str) -> None:
    """Write a result; a reader that has gone away (``| head``) ends the command quietly."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        _leave_quietly()


def complain(message: str) -> None:
    """Write an error, each line marked as ours, with nothing in it that steers a terminal."""
    for line in message.splitlines():
        sys.stderr.write(f"tokest: {visible(line)}\n")


def emit_text(text: str) -> None:
    """Write a text as it is, in UTF-8; a terminal is shown what it would obey."""
    if sys.stdout.isatty():
        emit(_STEERING.sub(lambda found: visible(found[0]), text))
        return
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _leave_quietly()


def _leave_quietly() -> NoReturn:
    # Python flushes stdout again at exit; give it somewhere to go.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise SystemExit(0) from None
