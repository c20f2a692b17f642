"""One image, sound, film or document of a prompt, and what it counts for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

MediaKind = Literal["image", "audio", "video", "document"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """What a request says of one item; what it does not say is ``None``.

    `source` is the item itself: a path, a ``data:`` or other URL, or its bytes. `where` names its
    place in the request, such as ``messages[0].content[1]``. `width` and `height` are pixels,
    `seconds` a duration, `fps` frames a second that are looked at, `frames` the frames of a film
    given as a list of images, `pages` those of a document. `detail` is the request's own word for
    the resolution: OpenAI's ``detail``, Gemini's ``media_resolution``, or ``"high"`` for
    ``vl_high_resolution_images``.
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
