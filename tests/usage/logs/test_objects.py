from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokest.units import Usage
from tokest.usage.logs.objects import counts_of, merge, variant_of

CASES: list[tuple[str, dict[str, Any], dict[str, int]]] = [
    (
        "a chat completion",
        {
            "prompt_tokens": 100,
            "completion_tokens": 40,
            "total_tokens": 140,
            "prompt_tokens_details": {"cached_tokens": 30, "audio_tokens": 5},
            "completion_tokens_details": {"reasoning_tokens": 25, "audio_tokens": 0},
        },
        {
            "input_tokens": 100,
            "cache_read_tokens": 30,
            "input_audio_tokens": 5,
            "output_tokens": 40,
            "reasoning_tokens": 25,
        },
    ),
    (
        "an explicit cache",
        {
            "prompt_tokens": 3000,
            "completion_tokens": 5,
            "prompt_tokens_details": {
                "cached_tokens": 1024,
                "cache_creation_input_tokens": 500,
                "cache_type": "ephemeral",
            },
        },
        {
            "input_tokens": 3000,
            "cache_read_explicit_tokens": 1024,
            "cache_write_tokens": 500,
            "output_tokens": 5,
        },
    ),
    (
        "DeepSeek's cache hits",
        {"prompt_tokens": 9, "completion_tokens": 1, "prompt_cache_hit_tokens": 4},
        {"input_tokens": 9, "cache_read_tokens": 4, "output_tokens": 1},
    ),
    (
        "a Responses object",
        {
            "input_tokens": 36,
            "input_tokens_details": {"cached_tokens": 6},
            "output_tokens": 87,
            "output_tokens_details": {"reasoning_tokens": 60},
            "total_tokens": 123,
        },
        {"input_tokens": 36, "cache_read_tokens": 6, "output_tokens": 87, "reasoning_tokens": 60},
    ),
    (
        "DashScope's own",
        {
            "input_tokens": 1277,
            "output_tokens": 81,
            "image_tokens": 1247,
            "total_tokens": 1358,
            "plugins": {"search": {"count": 1}},
        },
        {"input_tokens": 1277, "input_image_tokens": 1247, "output_tokens": 81, "calls": 1},
    ),
    (
        "a message of Claude",
        {
            "input_tokens": 10,
            "cache_creation_input_tokens": 300,
            "cache_read_input_tokens": 200,
            "cache_creation": {"ephemeral_1h_input_tokens": 100, "ephemeral_5m_input_tokens": 200},
            "output_tokens": 7,
            "server_tool_use": {"web_search_requests": 2},
        },
        {
            "input_tokens": 510,
            "cache_read_tokens": 200,
            "cache_write_tokens": 200,
            "cache_write_1h_tokens": 100,
            "output_tokens": 7,
            "calls": 2,
        },
    ),
    (
        "Gemini's metadata",
        {
            "promptTokenCount": 264,
            "candidatesTokenCount": 12,
            "thoughtsTokenCount": 40,
            "totalTokenCount": 316,
            "cachedContentTokenCount": 100,
            "promptTokensDetails": [
                {"modality": "TEXT", "tokenCount": 6},
                {"modality": "IMAGE", "tokenCount": 258},
            ],
        },
        {
            "input_tokens": 264,
            "cache_read_tokens": 100,
            "output_tokens": 52,
            "reasoning_tokens": 40,
            "input_image_tokens": 258,
        },
    ),
    ("images", {"image_count": 2}, {"output_images": 2}),
    (
        "a video",
        {"video_count": 1, "duration": 5, "SR": 720},
        {"output_video_seconds": 5},
    ),
    ("speech", {"characters": 15}, {"characters": 15}),
    ("a transcript", {"type": "duration", "seconds": 3.2}, {"input_audio_seconds": 4}),
    ("an embedding", {"total_tokens": 23}, {"input_tokens": 23}),
]


@pytest.mark.parametrize(
    ("usage", "counts"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_a_usage_object_gives_inclusive_counts(
    usage: dict[str, Any], counts: dict[str, int]
) -> None:
    assert counts_of(usage) == counts
    fields: dict[str, Any] = dict(counts)
    assert Usage(**fields).leaves()


def test_an_object_of_another_shape_says_nothing() -> None:
    assert counts_of({"latency": 3}) is None
    assert counts_of({}) is None


@pytest.mark.parametrize("value", ["12", -1, float("nan"), [1]])
def test_a_count_that_is_none_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"prompt_tokens is .*, no count"):
        counts_of({"prompt_tokens": value})


def test_a_resolution_is_read_off_the_size() -> None:
    assert variant_of({"video_count": 1, "SR": 1080}) == "1080p"
    assert variant_of({"video_count": 1, "size": "1280*720"}) == "720p"
    assert variant_of({"video_count": 1}) is None
    assert variant_of({"prompt_tokens": 1, "size": "1280*720"}) is None


COUNTS = st.dictionaries(st.sampled_from("abc"), st.integers(0, 9))


@given(COUNTS, COUNTS, COUNTS)
def test_chunks_merge_in_any_grouping(
    one: dict[str, int], two: dict[str, int], three: dict[str, int]
) -> None:
    assert merge(merge(one, two), three) == merge(one, merge(two, three))
    assert merge(one, one) == one


def test_the_caches_of_converse_lie_beside_its_input() -> None:
    found = counts_of(
        {"inputTokens": 10, "cacheReadInputTokens": 4, "cacheWriteInputTokens": 3,
         "cacheDetails": [{"ttl": "1h", "inputTokens": 2}, {"ttl": "5m", "inputTokens": 1}],
         "outputTokens": 5, "totalTokens": 22}
    )  # fmt: skip
    assert found == {
        "input_tokens": 17, "cache_read_tokens": 4, "cache_write_tokens": 1,
        "cache_write_1h_tokens": 2, "output_tokens": 5,
    }  # fmt: skip


def test_the_cached_tokens_of_vercel_are_inside_its_input() -> None:
    found = counts_of({"inputTokens": 10, "cachedInputTokens": 4, "outputTokens": 5})
    assert found == {"input_tokens": 10, "cache_read_tokens": 4, "output_tokens": 5}
    assert counts_of({"promptTokens": 10, "completionTokens": 5}) == {
        "input_tokens": 10, "output_tokens": 5,
    }  # fmt: skip
