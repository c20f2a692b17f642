"""Audio by the second, documents by the page."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from math import ceil
from typing import TYPE_CHECKING

from tokest.prompts.media.values import Counted, sure

if TYPE_CHECKING:
    from tokest.prompts.media.values import Media


@dataclass(frozen=True, slots=True, kw_only=True)
class Seconds:
    """`rate` tokens a second, of at least `least` seconds; `whole` seconds if it says so."""

    rate: Decimal
    least: Decimal = Decimal(0)
    whole: bool = False

    def needs(self, item: Media) -> tuple[str, ...]:  # noqa: ARG002  # the same for every sound
        """Need the duration."""
        return ("seconds",)

    def bounds(self, item: Media) -> tuple[int, int | None]:  # noqa: ARG002
        """Bound from below by one token."""
        return 1, None

    def count(self, item: Media) -> Counted:
        """Count a sound.

        >>> from tokest.prompts.media.values import Media
        >>> sound = Media(kind="audio", where="x", seconds=3.7)
        >>> Seconds(rate=Decimal(32)).count(sound).tokens
        119
        """
        seconds = max(Decimal(repr(item.seconds or 0.0)), self.least)
        return sure(ceil(self.rate * (ceil(seconds) if self.whole else seconds)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """So many tokens a page; without `page`, only bounds are known."""

    page: int | None = None
    low: int | None = None

    def needs(self, item: Media) -> tuple[str, ...]:  # noqa: ARG002  # the same for every document
        """Need the number of pages."""
        return ("pages",)

    def bounds(self, item: Media) -> tuple[int, int | None]:  # noqa: ARG002
        """Bound from below by one page."""
        return self.page or self.low or 0, None

    def count(self, item: Media) -> Counted:
        """Count a document.

        >>> from tokest.prompts.media.values import Media
        >>> Pages(page=258).count(Media(kind="document", where="x", pages=3)).tokens
        774
        """
        pages = item.pages or 0
        if self.page is not None:
            return sure(pages * self.page)
        notes = ("its text and the images of its pages are both counted, by no published rule",)
        return Counted(tokens=None, low=pages * (self.low or 0), high=None, notes=notes)
