"""Texts shortened to a number of tokens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from tokest.errors import InputError
from tokest.render.shown import Shown
from tokest.render.table import Column, Table
from tokest.tokens.cutting.fitting import measure
from tokest.tokens.cutting.meter import Meter, check_limit, find_meter
from tokest.tokens.cutting.search import longest_prefix, longest_suffix
from tokest.tokens.engines.protocol import check_text

if TYPE_CHECKING:
    from tokest.places import Places

Side = Literal["end", "start", "middle"]
"""Where a text is cut off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Truncated(Shown):
    """A text with at most so many tokens: `tokens` are those of `text`, with its marker.

    `removed` is in characters.
    """

    text: str
    tokens: int
    removed: int
    truncated: bool

    def table(self) -> Table:
        """Lay out what is left, and how much was cut off."""
        columns = (Column("tokens", "count"), Column("characters cut off", "count"), Column("text"))
        return Table(columns=columns, rows=((self.tokens, self.removed, self.text),))


def truncate(  # noqa: PLR0913  # one keyword for each thing that changes the outcome
    text: str,
    model: str | None = None,
    *,
    max_tokens: int,
    encoding: str | None = None,
    side: Side = "end",
    marker: str = "",
    places: Places | None = None,
) -> Truncated:
    """Shorten a text to at most `max_tokens` tokens, where it has more.

    What is left is counted again, with the marker that stands where text was cut off, and fits.
    Only whole grapheme clusters are cut off. More text can have fewer tokens, so the part kept is
    the longest in this sense: with up to eight clusters more, none fits. From the ``"middle"``,
    the end that is kept is such a part for half the tokens that the marker leaves, and the
    beginning one for the rest. Tokenizers that normalise see the text kept in normal form; the
    text itself stays as it was given.

    Raises
    ------
    InputError
        when the marker alone has more tokens, and as `count` does.
    UnknownModelError, UnknownEncodingError, VocabularyMissingError
        as `count` does.

    Examples
    --------
    >>> truncate("The quick brown fox jumps", "gpt-4o", max_tokens=3).text
    'The quick brown'
    >>> truncate("The quick brown fox jumps", "gpt-4o", max_tokens=4, side="middle", marker=" …")
    Truncated(text='The quick … jumps', tokens=4, removed=10, truncated=True)
    """
    max_tokens = check_limit("max_tokens", max_tokens)
    check_text("marker", marker)
    if side not in get_args(Side):
        raise InputError("side", f"must be one of {', '.join(get_args(Side))}, got {side!r}")
    meter = find_meter(text, model, encoding, places)
    whole = measure(meter, text, max_tokens)
    if whole.fits:
        tokens = whole.tokens if whole.counted_all else meter.count(text)
        return Truncated(text=text, tokens=tokens, removed=0, truncated=False)
    needed = meter.count(marker)
    if needed > max_tokens:
        raise InputError("marker", f"has {needed} tokens, more than max_tokens {max_tokens}")
    start, end = _cut(meter, text, max_tokens, side, marker)
    kept = text[:start] + marker + text[end:]
    removed = end - start
    return Truncated(text=kept, tokens=meter.count(kept), removed=removed, truncated=True)


def _cut(meter: Meter, text: str, limit: int, side: Side, marker: str) -> tuple[int, int]:
    """Give where what is cut off starts and ends."""
    if side == "start":
        return 0, longest_suffix(meter, text, limit, before=marker)
    if side == "end":
        return longest_prefix(meter, text, limit, after=marker), len(text)
    half = (limit + meter.count(marker)) // 2
    end = longest_suffix(meter, text, half, before=marker)
    return longest_prefix(meter, text[:end], limit, after=marker + text[end:]), end
