"""One image, sound, film or document of a prompt, and what it counts for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, Protocol

if TYPE_CHECKING:
    from datetime import date

MediaKind = Literal["image", "audio", "video", "document"]

HIGH_RESOLUTION: Final = "vl_high_resolution_images"
"""The detail of images for which a request to Qwen asks for the highest resolution."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """What a request says of one item; what it does not say is ``None``.

    `source` is the item itself: a path, a ``data:`` or other URL, or its bytes. `where` names its
    place in the request, such as ``messages[0].content[1]``. `width` and `height` are pixels,
    `seconds` a duration, `fps` frames a second that are looked at, `frames` the frames of a film
    given as a list of images, `pages` those of a document. `detail` is the request's own word for
    the resolution: OpenAI's ``detail``, Gemini's ``media_resolution``, or `HIGH_RESOLUTION` where
    DashScope's option of that name is on. `api` is whose shape the request has
    (`tokest.prompts.values.Api`), where that changes the count.
    """

    kind: MediaKind
    where: str
    source: str | bytes | None = None
    media_type: str | None = None
    width: int | None = None
    height: int | None = None
    seconds: float | None = None
    fps: float | None = None
    frames: int | None = None
    pages: int | None = None
    detail: str | None = None
    min_pixels: int | None = None
    max_pixels: int | None = None
    api: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaCount:
    """Tokens of one item: ``None`` where no formula or no size is known, and why in `notes`.

    `low` is what the item counts for at least, `high` at most (``None``: no bound is known).
    """

    media: Media
    tokens: int | None
    low: int
    high: int | None
    source: str | None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What a formula makes of an item: tokens, their bounds, and what has to be said with them."""

    tokens: int | None
    low: int
    high: int | None
    notes: tuple[str, ...] = ()


def sure(tokens: int, *notes: str) -> Counted:
    """Say a count that the formula leaves no doubt about.

    >>> sure(258).high
    258
    """
    return Counted(tokens=tokens, low=tokens, high=tokens, notes=notes)


class Formula(Protocol):
    """How a family of models counts one kind of media."""

    def needs(self, item: Media) -> tuple[str, ...]:
        """Name the fields of the item that the formula cannot do without."""

    def bounds(self, item: Media) -> tuple[int, int | None]:
        """Give what such an item counts for at least and at most (``None``: no bound)."""

    def count(self, item: Media) -> Counted:
        """Count an item whose needed fields are there and positive."""


Formulas = tuple[tuple[MediaKind, Formula], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Models that count media alike, where their formulas are from, and how sure they are.

    `providers`, where given, are those that the family holds for; `max_side` is the longest side
    of an image that the provider takes.
    """

    name: str
    models: tuple[str, ...]
    source: str
    checked: date
    status: Literal["documented", "measured", "secondary", "assumed"]
    formulas: Formulas
    providers: tuple[str, ...] = ()
    max_side: int | None = None
    note: str | None = None

    def formula(self, kind: MediaKind) -> Formula | None:
        """Find the formula for a kind of media."""
        return dict(self.formulas).get(kind)
