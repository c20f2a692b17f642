from __future__ import annotations

import os
import sys
import tracemalloc
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_files import data_url, film, pdf, picture, png, sound
from tokest.prompts.media import sources
from tokest.prompts.media.sources import measure
from tokest.prompts.media.values import Media, MediaKind

if TYPE_CHECKING:
    from pathlib import Path

SIZE = ("width", "height")
FILM = (*SIZE, "seconds")
FILES: list[tuple[MediaKind, tuple[str, ...], bytes]] = [
    *(("image", SIZE, picture(kind)) for kind in ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "AVIF")),
    ("audio", ("seconds",), sound(0.1)),
    ("video", FILM, film(64, 48, 1)),
    ("document", ("pages",), pdf(2)),
]


def item(kind: MediaKind, source: str | bytes | None, **more: Any) -> Media:
    return Media(kind=kind, where="x", source=source, **more)


def said(kind: MediaKind, source: str | bytes | None, needs: tuple[str, ...]) -> str:
    _, (problem,) = measure(item(kind, source), needs)
    return problem


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF"])
def test_the_size_of_an_image_is_in_its_head(kind: str) -> None:
    raw = picture(kind, 321, 123)
    for source in (raw, data_url(raw)):
        found, problems = measure(item("image", source), SIZE)
        assert (found.width, found.height, problems) == (321, 123, ())


def test_a_file_is_named_by_its_path_or_url(tmp_path: Path) -> None:
    path = tmp_path / "a photo.png"
    path.write_bytes(png(10, 20))
    for source in (str(path), path.as_uri()):
        found, problems = measure(item("image", source), SIZE)
        assert (found.width, found.height, problems) == (10, 20, ())


def test_what_is_said_is_not_read_again() -> None:
    given = item("image", "/no/such/file", width=1, height=2)
    assert measure(given, SIZE) == (given, ())


def test_a_figure_that_is_given_stays() -> None:
    found, _ = measure(item("image", png(10, 20), width=7), SIZE)
    assert (found.width, found.height) == (7, 20)


def test_a_sound_says_how_long_it_is() -> None:
    found, problems = measure(item("audio", data_url(sound(1.5), "audio/wav")), ("seconds",))
    assert (found.seconds, problems) == (1.5, ())


def test_a_film_says_its_size_and_length() -> None:
    found, problems = measure(item("video", film(320, 240, 3)), FILM)
    assert (found.width, found.height, found.seconds, problems) == (320, 240, 3.0, ())


def test_a_sound_in_a_film_is_no_sound_alone() -> None:
    assert said("audio", b"hello" * 100, ("seconds",)).startswith("its file does not say its sec")


def test_a_document_says_its_pages_and_their_size() -> None:
    found, problems = measure(item("document", pdf(3)), ("pages",))
    assert (found.pages, found.width, found.height, problems) == (3, 612, 792, ())


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        (None, "width and height not known"),
        ("https://example.com/a.png", "a remote file is not fetched"),
        ("oss://bucket/a.png", "a remote file is not fetched"),
        ("/no/such/file.png", "its file cannot be read (No such file or directory)"),
        ("a\0b", "its source is no path"),
        ("data:image/png;base64,@@@@", "its data is no base64"),
        ("data:image/png;base64,abc", "its data is no base64"),
        ("data:image/png", "its data URL has no comma"),
        ("data:text/plain,hello", "it is no image that can be read"),
        (b"", "it is no image that can be read"),
        (png(10, 10)[:20], "its file cannot be read (it is cut short or damaged)"),
        (png(100_000, 100_000), "its header claims more than 178,956,970 pixels"),
    ],
)
def test_what_cannot_be_read_is_said_with_the_remedy(
    source: str | bytes | None, problem: str
) -> None:
    found = said("image", source, SIZE)
    assert found.startswith(problem)
    assert found.endswith("give its width and height")


def test_a_folder_or_a_pipe_is_no_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)  # reading it would wait without end
    for path in (str(tmp_path), str(pipe), pipe.as_uri()):
        assert said("image", path, SIZE).startswith("its source is no regular file")


@given(st.data())
def test_damaged_files_are_no_error(data: st.DataObject) -> None:
    kind, needs, raw = data.draw(st.sampled_from(FILES))
    damage = st.dictionaries(st.integers(0, min(len(raw), 400) - 1), st.integers(0, 255))
    broken = bytearray(raw)
    for at, byte in data.draw(damage).items():
        broken[at] = byte
    cut = bytes(broken[: data.draw(st.integers(0, len(raw)))])
    found, problems = measure(item(kind, cut), needs)
    assert problems or all(getattr(found, name) for name in needs)


@pytest.mark.parametrize("raw", [b"%PDF-1.4 nothing", b"", pdf(2)[:300]])
def test_a_broken_document_is_no_error(raw: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    assert said("document", raw, ("pages",)).endswith("give its pages")
    assert capfd.readouterr().err == ""


def test_of_a_large_data_url_only_the_head_is_decoded() -> None:
    url = data_url(png(1920, 1080) + bytes(38_000_000))
    assert len(url) > 50_000_000
    tracemalloc.start()
    found, problems = measure(item("image", url), SIZE)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (found.width, problems) == (1920, ())
    assert most < 2_000_000


@pytest.mark.parametrize(
    ("kind", "needs"),
    [("image", SIZE), ("video", FILM), ("audio", ("seconds",)), ("document", ("pages",))],
)
def test_without_the_extra_the_remedy_is_named(
    kind: MediaKind, needs: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(_: str) -> None:
        return None

    monkeypatch.setattr(sources, "find_spec", none)
    assert "pip install 'tokest[media]'" in said(kind, b"hello", needs)


def test_a_wav_file_needs_no_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pymediainfo", None)
    found, problems = measure(item("audio", sound(2)), ("seconds",))
    assert (found.seconds, problems) == (2.0, ())
