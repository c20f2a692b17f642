"""What the libraries of the extra `media` find in the head of a file; each loaded when needed."""

from __future__ import annotations

import logging
import warnings
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Mapping


def image_size(file: BinaryIO) -> tuple[int, int] | str:
    """Read the size of an image in pixels, or say why it cannot be read; no pixel is decoded.

    Pillow refuses headers that claim more pixels than fit into memory; so do the providers.
    """
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415  # an extra

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # half as many pixels as are refused: only the size is read
        try:
            with Image.open(file) as image:
                return image.size
        except UnidentifiedImageError:
            return "it is no image that can be read, or cut short"
        except Image.DecompressionBombError:
            most = 2 * (Image.MAX_IMAGE_PIXELS or 0)
            return f"its header claims more than {most:,} pixels"


def sound_length(file: BinaryIO) -> float | None:
    """Read the duration of a sound in seconds."""
    tracks = _tracks(file)
    return _seconds(tracks.get("Audio", {}), tracks.get("General", {}))


def stream_figures(file: BinaryIO) -> dict[str, int | float | None]:
    """Read the size of a film in pixels and its duration in seconds."""
    tracks = _tracks(file)
    film = tracks.get("Video", {})
    return {
        "width": film.get("width"),
        "height": film.get("height"),
        "seconds": _seconds(film, tracks.get("General", {})),
    }


def page_count(file: BinaryIO) -> tuple[int, int, int] | str:
    """Read how many pages a PDF has and the size of the first, or say why it cannot be read."""
    from pypdf import PdfReader  # noqa: PLC0415  # an extra
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    logging.getLogger("pypdf").addHandler(logging.NullHandler())  # a damaged file is not news
    try:
        reader = PdfReader(file)
        pages = len(reader.pages)
        box = reader.pages[0].mediabox if pages else None
        size = (round(box.width), round(box.height)) if box else (0, 0)
    except PyPdfError:
        return "it is no PDF that can be read, or it is locked or cut short"
    return pages, *size


def _tracks(file: BinaryIO) -> dict[str, Mapping[str, Any]]:
    from pymediainfo import MediaInfo  # noqa: PLC0415  # an extra

    tracks: dict[str, Mapping[str, Any]] = {}
    for track in MediaInfo.parse(file).tracks:
        tracks.setdefault(track.track_type, track.to_data())
    return tracks


def _seconds(*tracks: Mapping[str, Any]) -> float | None:
    """Give the first duration that is known."""
    for track in tracks:
        if track.get("duration"):
            return float(track["duration"]) / 1000
    return None
