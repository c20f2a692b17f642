"""How APIs spell images, sounds, films and documents."""

from __future__ import annotations

from typing import Any

import pytest

from tokest.prompts.media.values import Media
from tokest.prompts.shapes.media import read_media

PNG = {"type": "base64", "media_type": "image/png", "data": "aGk="}


@pytest.mark.parametrize(
    ("raw", "kind", "source"),
    [
        ({"type": "image_url", "image_url": {"url": "a.png"}}, "image", "a.png"),
        ({"type": "image_url", "image_url": "a.png"}, "image", "a.png"),
        ({"type": "input_image", "image_url": "a.png", "detail": "low"}, "image", "a.png"),
        ({"type": "image", "source": PNG}, "image", "data:image/png;base64,aGk="),
        ({"type": "image", "source": {"type": "url", "url": "http://a/b"}}, "image", "http://a/b"),
        ({"image": "a.png"}, "image", "a.png"),
        ({"type": "image", "image": b"\x89PNG"}, "image", b"\x89PNG"),
        (
            {"type": "input_audio", "input_audio": {"data": "aGk=", "format": "wav"}},
            "audio",
            "data:audio/wav;base64,aGk=",
        ),
        ({"type": "video_url", "video_url": {"url": "a.mp4"}}, "video", "a.mp4"),
        ({"type": "document", "source": {"type": "url", "url": "a.pdf"}}, "document", "a.pdf"),
        ({"type": "file", "file": {"file_data": "data:,x"}}, "document", "data:,x"),
        ({"type": "input_file", "file_id": "file-1"}, "document", None),
        (
            {"inlineData": {"mimeType": "audio/mp3", "data": "aGk="}},
            "audio",
            "data:audio/mp3;base64,aGk=",
        ),
        ({"fileData": {"mimeType": "video/mp4", "fileUri": "gs://a"}}, "video", "gs://a"),
    ],
)
def test_media_are_read_with_what_they_are_and_where(
    raw: dict[str, Any], kind: str, source: object
) -> None:
    (found,) = read_media(raw, "messages[0].content[0]") or ()
    assert isinstance(found, Media)
    assert (found.kind, found.source, found.where) == (kind, source, "messages[0].content[0]")


def test_numbers_that_a_part_gives_are_kept() -> None:
    raw = {"video": ["1.png", "2.png", "3.png", "4.png"], "fps": 2, "max_pixels": 655360}
    (found,) = read_media(raw, "x") or ()
    assert isinstance(found, Media)
    assert (found.frames, found.fps, found.max_pixels) == (4, 2.0, 655360)


def test_a_resolution_may_stand_in_a_mapping() -> None:
    raw = {
        "inlineData": {"mimeType": "image/png", "data": ""},
        "mediaResolution": {"level": "MEDIA_RESOLUTION_LOW"},
    }
    (found,) = read_media(raw, "x") or ()
    assert isinstance(found, Media)
    assert found.detail == "MEDIA_RESOLUTION_LOW"


def test_numbers_of_another_kind_are_not_taken() -> None:
    raw = {"type": "image", "image": "a.png", "width": True, "height": "7", "seconds": False}
    (found,) = read_media(raw, "x") or ()
    assert isinstance(found, Media)
    assert (found.width, found.height, found.seconds) == (None, None, None)


def test_what_is_no_media_is_none() -> None:
    assert read_media({"type": "text", "text": "image"}, "x") is None


def test_what_a_part_for_gemini_says_of_its_size_is_read() -> None:
    part = {
        "fileData": {"mimeType": "video/mp4", "fileUri": "gs://a/b.mp4"},
        "videoMetadata": {"fps": 2, "startOffset": "1.5s", "endOffset": "11s"},
        "mediaResolution": {"level": "MEDIA_RESOLUTION_LOW"},
        "width": 640,
        "height": 480,
    }
    (found,) = read_media(part, "x") or ()
    assert isinstance(found, Media)
    assert (found.kind, found.width, found.height) == ("video", 640, 480)
    assert (found.fps, found.seconds, found.detail) == (2.0, 9.5, "MEDIA_RESOLUTION_LOW")


@pytest.mark.parametrize("clip", [None, 5, {}, {"endOffset": "soon"}, {"endOffset": "0s"}])
def test_a_clip_that_says_nothing_is_none(clip: Any) -> None:
    part = {"fileData": {"mimeType": "video/mp4", "fileUri": "a.mp4"}, "videoMetadata": clip}
    (found,) = read_media(part, "x") or ()
    assert isinstance(found, Media)
    assert (found.fps, found.seconds) == (None, None)


@pytest.mark.parametrize(
    ("uri", "kind"),
    [("https://www.youtube.com/watch?v=a", "video"), ("https://example.com/a", "document")],
)
def test_a_film_of_youtube_needs_no_type(uri: str, kind: str) -> None:
    (found,) = read_media({"fileData": {"fileUri": uri}}, "x") or ()
    assert isinstance(found, Media)
    assert found.kind == kind
