r"""Places where the tokens of the two sides add up to those of the text.

Counts of byte-pair tokens are neither monotone nor sub-additive, so a text may be counted in
parts only where its pattern provably splits, and splits the sides alike apart from each other.
Beside the cut of `tokest.tokens.engines.splitting` (between a newline and a letter) these are:
after a letter, before a blank or a full-width mark that a letter follows. No alternative of the
patterns has either of these after a letter; a run of letters ends there as it does at the end
of a text, and none looks back. The tests hold every pattern that ships to this. No two characters
compose across these places, so texts may be normalised apart, too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tokest.tokens.engines.splitting import LETTER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokest.tokens.engines.protocol import Scheme

MARK: Final = " \u3001\u3002\uff01\uff0c\uff1a\uff1b\uff1f"
"""What may stand before the first letter of a token."""

REACH: Final = 2
"""Characters behind an anchor that make it one; before it, it is one."""

BLOCK: Final = 1 << 15
"""Characters of a block at least."""

FAR: Final = 1 << 16
"""Characters that are searched for an anchor near a place."""

_ANCHOR: Final = re.compile(rf"(?<=[{LETTER}])(?=[{MARK}][{LETTER}])|(?<=\n)(?=[{LETTER}])")


def blocks(text: str, scheme: Scheme) -> Iterator[str]:
    """Cut a text into blocks whose tokens add up to those of the text.

    >>> from tokest.tokens.engines.protocol import Scheme
    >>> plain = Scheme(
    ...     name="a", normalize="none", pattern="", whole_pieces=True, ranks={}, cuts_lines=True
    ... )
    >>> [len(block) for block in blocks("a b" * 20_000, plain)]
    [32770, 27230]
    """
    start, size = 0, len(text)
    while start < size:
        found = _ANCHOR.search(text, start + BLOCK) if scheme.cuts_lines else None
        end = found.start() if found else size
        yield text[start:end]
        start = end


def before(text: str, place: int, scheme: Scheme) -> int | None:
    """Find the last anchor near a place and not after it.

    >>> from tokest.tokens.engines.protocol import Scheme
    >>> plain = Scheme(
    ...     name="a", normalize="none", pattern="", whole_pieces=True, ranks={}, cuts_lines=True
    ... )
    >>> before("one two three", 8, plain), before("onetwo", 6, plain)
    (7, None)
    """
    if not scheme.cuts_lines or place <= 0:
        return None
    width = 256
    while True:
        low = max(0, place - width)
        found = [one.start() for one in _ANCHOR.finditer(text, low, place + REACH)]
        known = [one for one in found if 0 < one <= place]
        if known or low == 0 or width >= FAR:
            return known[-1] if known else None
        width *= 4


def after(text: str, place: int, scheme: Scheme, far: int = FAR) -> int | None:
    """Find the first anchor not before a place, and at most so far after it.

    >>> from tokest.tokens.engines.protocol import Scheme
    >>> plain = Scheme(
    ...     name="a", normalize="none", pattern="", whole_pieces=True, ranks={}, cuts_lines=True
    ... )
    >>> after("one two three", 4, plain)
    7
    """
    found = _ANCHOR.search(text, max(place, 1), place + far) if scheme.cuts_lines else None
    return found.start() if found else None
