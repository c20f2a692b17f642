"""What goes to the terminal: results to stdout, complaints to stderr."""

from __future__ import annotations

import os
import re
import sys
from typing import Final, NoReturn

from tokest.render.plain import visible

_STEERING: Final = re.compile(r"[^\n\t]+")
"""All but what lays out a text."""


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
