"""Whether a text has at most so many tokens, counted no further than needed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tokest.render.shown import Shown
from tokest.render.table import Column, Table
from tokest.tokens.cutting.anchors import blocks
from tokest.tokens.cutting.meter import Meter, check_limit, find_meter, longest_token

if TYPE_CHECKING:
    from tokest.places import Places


@dataclass(frozen=True, slots=True, kw_only=True)
class Fits(Shown):
    """Whether a text fits into `limit` tokens.

    `tokens` are those of the part that was counted: of the whole text where `counted_all` is
    true, else of as much of it as made the answer certain.
    """

    fits: bool
    limit: int
    tokens: int
    counted_all: bool

    def table(self) -> Table:
        """Lay out the answer in one line."""
        columns = (Column("fits"), Column("limit", "count"), Column("tokens", "count"))
        said = "yes" if self.fits else "no"
        notes = () if self.counted_all else ("counted no further than the answer needs",)
        return Table(columns=columns, rows=((said, self.limit, self.tokens),), notes=notes)


def fits_in(
    text: str,
    limit: int,
    *,
    model: str | None = None,
    encoding: str | None = None,
    places: Places | None = None,
) -> Fits:
    """Say whether a text has at most `limit` tokens.

    A text has at least its bytes divided by those of the longest token, and at most as many
    tokens as bytes. In between it is counted block by block, cut where counts add up, until the
    blocks counted pass the limit or the rest cannot.

    Raises
    ------
    InputError, UnknownModelError, UnknownEncodingError, VocabularyMissingError
        as `count` does.

    Examples
    --------
    >>> fits_in("Hello World", 1, model="qwen-max")
    Fits(fits=False, limit=1, tokens=2, counted_all=True)
    >>> fits_in("word " * 1_000_000, 5_000_000, model="qwen-max").tokens
    0
    """
    limit = check_limit("limit", limit)
    return measure(find_meter(text, model, encoding, places), text, limit)


def measure(meter: Meter, text: str, limit: int) -> Fits:
    """Say whether a text fits, by a meter that is at hand.

    >>> measure(find_meter("", "qwen-max", None), "", 0).fits
    True
    """
    seen = meter.seen(text)
    rest = len(seen.encode())
    least = -(-rest // longest_token(meter.scheme))
    tokens = 0
    if least <= limit:
        for block in blocks(seen, meter.scheme):
            if tokens > limit or (rest <= limit - tokens and len(seen) > len(block)):
                break
            tokens += meter.count(block)
            rest -= len(block.encode())
    return Fits(
        fits=least <= limit and tokens <= limit,
        limit=limit,
        tokens=tokens,
        counted_all=rest == 0,
    )
