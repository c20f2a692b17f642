"""Images, sounds, films and documents in a message, as each API spells them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from tokest.prompts.media.values import Media

if TYPE_CHECKING:
    from tokest.prompts.media.values import MediaKind
    from tokest.prompts.values import Unknown

_KEYS: Final[dict[str, MediaKind]] = {
    "image_url": "image",
    "input_image": "image",
    "image": "image",
    "input_audio": "audio",
    "audio": "audio",
    "audio_url": "audio",
    "video_url": "video",
    "video": "video",
    "input_video": "video",
    "document": "document",
    "file": "document",
    "input_file": "document",
}
_OFFSET: Final = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)s", re.ASCII)
_YOUTUBE: Final = re.compile(r"https?://(?:www\.|m\.)?(?:youtube\.com|youtu\.be)/")
"""Gemini takes clips of films, and films of YouTube without a type:
https://googleapis.github.io/js-genai/release_docs/interfaces/types.VideoMetadata.html and
https://ai.google.dev/gemini-api/docs/video-understanding (2026-11)."""

_BY_TYPE: Final[dict[str, MediaKind]] = {"image": "image", "audio": "audio", "video": "video"}


def read_media(raw: dict[str, Any], where: str) -> tuple[Media | Unknown, ...] | None:
    """Read a part that is no text; ``None`` if it is no media either.

    >>> part = {"type": "image_url", "image_url": {"url": "cat.png", "detail": "low"}}
    >>> (found,) = read_media(part, "messages[0].content[0]")
    >>> found.kind, found.source, found.detail
    ('image', 'cat.png', 'low')
    """
    for given in ("inlineData", "inline_data", "fileData", "file_data"):
        if isinstance(raw.get(given), dict):
            return (_gemini(raw, given, where),)
    named = (raw.get("type"), *raw)
    wanted = next((name for name in named if isinstance(name, str) and name in _KEYS), None)
    if wanted is None:
        return None
    kind, key = _KEYS[wanted], wanted
    media = Media(kind=kind, where=where, source=_source(raw, key), media_type=_type(raw, key))
    return (_with_numbers(media, raw, key),)


def _source(raw: dict[str, Any], key: str) -> str | bytes | None:
    """Find the path, URL, data or bytes of a part."""
    inner = raw.get(key, raw.get("source", raw.get("image_url", raw.get("file_data"))))
    if inner is None:
        inner = raw.get("source", raw.get("image_url"))
    if isinstance(inner, str | bytes):
        return inner
    if not isinstance(inner, dict):
        return None
    found = inner.get("url", inner.get("path", inner.get("file_data")))
    if found is None and isinstance(inner.get("data"), str):
        kind = inner.get("media_type") or _sound(inner) or "application/octet-stream"
        data: str = inner["data"]
        return data if data.startswith(("data:", "http")) else f"data:{kind};base64,{data}"
    return found if isinstance(found, str | bytes) else None


def _sound(inner: dict[str, Any]) -> str | None:
    return f"audio/{inner['format']}" if isinstance(inner.get("format"), str) else None


def _type(raw: dict[str, Any], key: str) -> str | None:
    inner = raw.get(key, raw.get("source"))
    inner = raw.get("source", inner) if not isinstance(inner, dict) else inner
    if not isinstance(inner, dict):
        return None
    found = inner.get("media_type", inner.get("mime_type")) or _sound(inner)
    return found if isinstance(found, str) else None


def _with_numbers(media: Media, raw: dict[str, Any], key: str) -> Media:
    """Add what the part says of its size, its length and how closely it is looked at."""
    inner = raw[key] if isinstance(raw.get(key), dict) else {}
    frames = raw.get(key)
    listed = len(frames) if isinstance(frames, list | tuple) else None
    says = {**inner, **raw}
    return replace(
        media,
        width=_whole(says.get("width")),
        height=_whole(says.get("height")),
        seconds=_number(says.get("seconds", says.get("duration"))),
        fps=_number(says.get("fps")),
        frames=listed if media.kind == "video" else None,
        pages=_whole(says.get("pages")),
        detail=says["detail"] if isinstance(says.get("detail"), str) else None,
        min_pixels=_whole(says.get("min_pixels")),
        max_pixels=_whole(says.get("max_pixels")),
    )


def _gemini(raw: dict[str, Any], key: str, where: str) -> Media:
    inner: dict[str, Any] = raw[key]
    kind = inner.get("mimeType", inner.get("mime_type"))
    media_type = kind if isinstance(kind, str) else None
    data = inner.get("data")
    source = data if isinstance(data, str | bytes) else inner.get("fileUri", inner.get("file_uri"))
    if isinstance(data, str):
        source = f"data:{media_type or 'application/octet-stream'};base64,{data}"
    found = _BY_TYPE.get((media_type or "").partition("/")[0], "document")
    if media_type is None and isinstance(source, str) and _YOUTUBE.match(source):
        found = "video"
    resolution = raw.get("mediaResolution", raw.get("media_resolution"))
    if isinstance(resolution, dict):
        resolution = resolution.get("level")
    media = Media(
        kind=found,
        where=where,
        source=source if isinstance(source, str | bytes) else None,
        media_type=media_type,
    )
    media = _with_numbers(media, {**_clip(raw), **raw}, key)
    return replace(media, detail=resolution if isinstance(resolution, str) else None)


def _clip(raw: dict[str, Any]) -> dict[str, float | None]:
    """Read how often a film is looked at, and how much of it."""
    given = raw.get("videoMetadata", raw.get("video_metadata"))
    if not isinstance(given, dict):
        return {}
    start = _offset(given.get("startOffset", given.get("start_offset"))) or 0.0
    end = _offset(given.get("endOffset", given.get("end_offset")))
    seconds = end - start if end is not None and end > start else None
    return {"fps": _number(given.get("fps")), "seconds": seconds}


def _offset(value: object) -> float | None:
    """Read a place in a film such as ``1.5s``."""
    found = _OFFSET.fullmatch(value) if isinstance(value, str) else None
    return float(found[1]) if found else _number(value)


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value)
