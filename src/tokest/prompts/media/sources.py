"""Read sizes from the head of a file: the one place of `prompts` that opens files.

Nothing is decoded and nothing is fetched: a header says how wide, how long, how many. What cannot
be read is a reason, never an error: one bad image must not hide what the rest of a request costs.
"""

from __future__ import annotations

import wave
from dataclasses import replace
from importlib.util import find_spec
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final
from urllib.parse import unquote

from tokest.prompts.media.base64_file import Base64File, BrokenBase64Error
from tokest.prompts.media.heads import image_size, page_count, sound_length, stream_figures

if TYPE_CHECKING:
    from collections.abc import Callable

    from tokest.prompts.media.values import Media, MediaKind

REMEDY: Final = "pip install 'tokest[media]'"
GIVE: Final = {
    "image": "give its width and height",
    "audio": "give its seconds",
    "video": "give its width, height and seconds",
    "document": "give its pages",
}
"""How else the size of an item can be known."""

LONGEST_SCHEME: Final = 5
LONGEST_HEAD: Final = 1000
"""Characters within which a data URL names its type; what follows may be megabytes."""


def measure(item: Media, needs: tuple[str, ...]) -> tuple[Media, tuple[str, ...]]:
    """Fill in what a formula needs and the item does not say; give what is wrong, too.

    >>> from tokest.prompts.media.values import Media
    >>> far = Media(kind="image", where="x", source="https://example.com/a.png")
    >>> measure(far, ("width", "height"))[1]
    ('a remote file is not fetched: give its width and height',)
    """
    missing = [name for name in needs if getattr(item, name) is None]
    if not missing:
        return item, ()
    if item.source is None:
        return item, (f"{' and '.join(missing)} not known: {GIVE[item.kind]}",)
    found = _figures(item.source, item.kind)
    if isinstance(found, str):
        return item, (f"{found}: {GIVE[item.kind]}",)
    measured = replace(item, **{name: found[name] for name in found if getattr(item, name) is None})
    still = [name for name in missing if not found.get(name)]
    if still:
        return item, (f"its file does not say its {' and '.join(still)}: {GIVE[item.kind]}",)
    return measured, ()


def _figures(source: str | bytes, kind: MediaKind) -> dict[str, Any] | str:
    """Read the figures of a file, or say why they cannot be read."""
    try:
        with _open(source) as file:
            return _READERS[kind](file)
    except UnreadableError as error:
        return str(error)
    except BrokenBase64Error:
        return "its data is no base64"
    except OSError as error:
        return f"its file cannot be read ({error.strerror or 'it is cut short or damaged'})"
    except Exception as error:  # noqa: BLE001  # what readers raise over damaged files has no end
        return f"its header cannot be read ({type(error).__name__})"


class UnreadableError(Exception):
    """The size of an item cannot be read from where it is."""


def _open(source: str | bytes) -> BinaryIO:
    if isinstance(source, bytes):
        return BytesIO(source)
    scheme = source[:LONGEST_SCHEME].partition(":")[0].lower()
    if scheme == "data":
        comma = source.find(",", 0, LONGEST_HEAD)
        if comma < 0:
            raise UnreadableError("its data URL has no comma")
        if source[:comma].lower().endswith(";base64"):
            return BufferedReader(Base64File(source, comma + 1))
        return BytesIO(unquote(source[comma + 1 :]).encode("latin-1", "replace"))
    if scheme == "file":
        rest = source[len("file:") :].removeprefix("//").removeprefix("localhost")
        return _open_path(unquote(rest))
    if "://" in source:
        raise UnreadableError("a remote file is not fetched")
    return _open_path(source)


def _open_path(name: str) -> BinaryIO:
    """Open a file that is one: reading a pipe or a device may never end."""
    path = Path(name)
    try:
        if path.exists() and not path.is_file():
            raise UnreadableError("its source is no regular file")
        return path.open("rb")
    except ValueError:  # a NUL in the name
        raise UnreadableError("its source is no path") from None


def _need(package: str, what: str) -> None:
    if find_spec(package) is None:
        raise UnreadableError(f"{what} are read with the extra media ({REMEDY})")


def _image(file: BinaryIO) -> dict[str, Any]:
    _need("PIL", "image headers")
    size = image_size(file)
    if isinstance(size, str):
        raise UnreadableError(size)
    return {"width": size[0], "height": size[1]}


def _audio(file: BinaryIO) -> dict[str, Any]:
    try:
        with wave.open(file, "rb") as sound:  # needs no extra
            return {"seconds": sound.getnframes() / sound.getframerate()}
    except (wave.Error, EOFError, ZeroDivisionError, RuntimeError):
        file.seek(0)
    _need("pymediainfo", "sounds other than WAV")
    return {"seconds": sound_length(file) or 0}


def _video(file: BinaryIO) -> dict[str, Any]:
    _need("pymediainfo", "films")
    return {name: value or 0 for name, value in stream_figures(file).items()}


def _document(file: BinaryIO) -> dict[str, Any]:
    _need("pypdf", "PDF files")
    found = page_count(file)
    if isinstance(found, str):
        raise UnreadableError(found)
    pages, width, height = found
    return {"pages": pages, "width": width, "height": height}


_READERS: Final[dict[str, Callable[[BinaryIO], dict[str, Any]]]] = {
    "image": _image,
    "audio": _audio,
    "video": _video,
    "document": _document,
}
