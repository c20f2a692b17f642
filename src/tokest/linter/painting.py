"""Colours of findings before a person's eyes, by how bad they are."""

from __future__ import annotations

from typing import Final

PLAIN: Final = "\x1b[0m"
STYLES: Final = {
    "error": "\x1b[1;31m",
    "warning": "\x1b[1;33m",
    "info": "\x1b[1;36m",
    "known": "\x1b[2m",
    "place": "\x1b[1m",
    "frame": "\x1b[34m",
}
"""Select Graphic Rendition, https://www.ecma-international.org/publications-and-standards/standards/ecma-48/
section 8.3.117."""


def paint(style: str, text: str, *, colours: bool) -> str:
    r"""Paint a text, if colours are wanted.

    >>> paint("place", "a.md", colours=True), paint("place", "a.md", colours=False)
    ('\x1b[1ma.md\x1b[0m', 'a.md')
    """
    return f"{STYLES[style]}{text}{PLAIN}" if colours and text else text
