from __future__ import annotations

from math import inf
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media_files import data_url, picture, png
from tokest.prompts.media.counting import count_media
from tokest.prompts.media.families import families
from tokest.prompts.media.values import Media, MediaKind

MODELS = sorted({model for family in families() for model in family.models})
numbers = st.one_of(st.none(), st.integers(-5, 10**7), st.integers(1, 10_000))
lengths = st.one_of(st.none(), st.floats(), st.floats(0.01, 10_000))


def image(**more: Any) -> Media:
    return Media(kind="image", where="messages[0]", **more)


def test_a_count_says_where_its_formula_is_from() -> None:
    found = count_media(image(width=1920, height=1080), "qwen3-vl-plus")
    assert (found.low, found.tokens, found.high) == (2042, 2042, 2042)
    assert found.source == "https://help.aliyun.com/zh/model-studio/vision"
    assert found.notes == ()


def test_a_formula_that_is_not_documented_says_so() -> None:
    found = count_media(image(width=128, height=128), "gemini-3.8-flash")
    assert found.tokens == 1089
    assert "assumed" in found.notes[0]


def test_sizes_are_read_from_the_file() -> None:
    found = count_media(image(source=data_url(picture("JPEG", 540, 360))), "claude-haiku-4-5")
    assert found.tokens == 260
    assert (found.media.width, found.media.height) == (540, 360)


def test_without_a_size_the_bounds_are_known_all_the_same() -> None:
    found = count_media(image(source="https://example.com/a.png"), "qwen-vl-max")
    assert (found.low, found.tokens, found.high) == (6, None, 1282)
    assert "not fetched" in found.notes[0]


@pytest.mark.parametrize(
    ("kind", "model", "reason"),
    [
        ("image", "no-such-model", "no token formula of no-such-model for images is on record"),
        ("audio", "claude-opus-5", "no token formula of claude-opus-5 for audio is on record"),
        ("audio", "qwen3-asr-flash", "no token formula of qwen3-asr-flash for audio is on record"),
    ],
)
def test_an_unknown_formula_gives_no_number(kind: MediaKind, model: str, reason: str) -> None:
    found = count_media(Media(kind=kind, where="x", seconds=3.0, width=3, height=3), model)
    assert (found.tokens, found.low, found.high, found.source) == (None, 0, None, None)
    assert found.notes[0] == reason


def test_what_is_billed_otherwise_is_said() -> None:
    found = count_media(Media(kind="audio", where="x", seconds=3.0), "qwen3-asr-flash")
    assert "by the second" in found.notes[1]


@pytest.mark.parametrize(
    ("figures", "reason"),
    [
        ({"width": 0, "height": 5}, "width must be more than 0, got 0"),
        ({"width": -3, "height": 5}, "width must be more than 0, got -3"),
        ({"width": 10**9, "height": 5}, "width must be at most 1,000,000, got 1,000,000,000"),
        ({"width": True, "height": 5}, "width must be a whole number, got True"),
        ({"width": 5.5, "height": 5}, "width must be a whole number, got 5.5"),
        ({"seconds": float("nan")}, "seconds must be a number, got nan"),
        ({"seconds": 0.0}, "seconds must be more than 0, got 0.0"),
        ({"fps": "2"}, "fps must be a number, got '2'"),
    ],
)
def test_figures_that_cannot_be_are_named(figures: dict[str, Any], reason: str) -> None:
    found = count_media(image(**figures), "qwen-vl-max")
    assert found.tokens is None
    assert found.notes == (reason,)


def test_a_header_may_claim_what_cannot_be() -> None:
    found = count_media(image(source=png(100_000, 100_000)), "qwen-vl-max")
    assert found.tokens is None
    assert "claims more than" in found.notes[0]


def test_what_the_provider_refuses_has_no_count() -> None:
    found = count_media(image(width=9000, height=10), "claude-opus-5")
    assert found.tokens is None
    assert found.notes == ("sides of more than 8,000 pixels are refused",)
    narrow = count_media(image(width=9000, height=10), "qwen3-vl-plus")
    assert narrow.notes == ("sides of more than 200 to 1 are refused",)


@given(
    st.sampled_from(["image", "audio", "video", "document"]),
    st.sampled_from(MODELS),
    st.fixed_dictionaries(
        {
            "width": numbers,
            "height": numbers,
            "seconds": lengths,
            "fps": lengths,
            "frames": numbers,
            "pages": numbers,
            "min_pixels": numbers,
            "max_pixels": numbers,
        }
    ),
    st.sampled_from([None, "low", "high", "auto", "original", "MEDIA_RESOLUTION_ULTRA_HIGH"]),
)
def test_every_count_lies_between_its_bounds(
    kind: MediaKind, model: str, figures: dict[str, Any], detail: str | None
) -> None:
    found = count_media(Media(kind=kind, where="x", detail=detail, **figures), model)
    if found.tokens is None:
        assert found.notes
    else:
        assert 0 < found.low <= found.tokens
        assert found.high is None or found.tokens <= found.high


@settings(max_examples=500)
@given(
    st.sampled_from(["image", "audio", "video", "document"]),
    st.sampled_from([family.models[0] for family in families()]),
    st.fixed_dictionaries(
        {
            "width": st.integers(1, 300) | st.integers(1, 8_000),
            "height": st.integers(1, 300) | st.integers(1, 8_000),
            "seconds": st.floats(0.01, 5_000),
            "pages": st.integers(1, 3_000),
        }
    ),
    st.fixed_dictionaries(
        {
            "detail": st.sampled_from([None, "low", "high", "MEDIA_RESOLUTION_ULTRA_HIGH"]),
            "fps": st.none() | st.floats(0.1, 10),
            "min_pixels": st.none() | st.integers(1, 10**7),
            "max_pixels": st.none() | st.integers(1, 10**7),
        }
    ),
)
def test_what_is_not_measured_is_bounded_by_every_size_it_may_have(
    kind: MediaKind, model: str, size: dict[str, Any], how: dict[str, Any]
) -> None:
    found = count_media(Media(kind=kind, where="x", **size, **how), model)
    unmeasured = count_media(Media(kind=kind, where="x", **how), model)
    assert unmeasured.low <= (found.tokens or unmeasured.low)
    assert (found.tokens or 0) <= (inf if unmeasured.high is None else unmeasured.high)
