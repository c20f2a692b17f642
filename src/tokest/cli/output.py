"""What goes to the terminal: results to stdout, complaints to stderr."""

from __future__ import annotations

import os
import sys

from tokest.render.plain import visible


def emit(text: str) -> None:
    """Write a result; a reader that has gone away (``| head``) ends the command quietly."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # Python flushes stdout again at exit; give it somewhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None


def complain(message: str) -> None:
    """Write an error, each line marked as ours, with nothing in it that steers a terminal."""
    for line in message.splitlines():
        sys.stderr.write(f"tokest: {visible(line)}\n")
