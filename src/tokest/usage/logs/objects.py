"""Usage objects of the main APIs to inclusive counts, by the names of `Usage`'s fields.

OpenAI: https://platform.openai.com/docs/api-reference/chat/object and .../responses/object;
DashScope: https://help.aliyun.com/zh/model-studio/text-generation;
Anthropic: https://docs.claude.com/en/api/messages; Gemini:
https://ai.google.dev/api/generate-content (all as recorded by August 2026). Bedrock's Converse:
https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_TokenUsage.html and Vercel's
AI SDK: https://ai-sdk.dev/docs/reference/ai-sdk-core/generate-text (2026-11-25).
"""

from __future__ import annotations

import math
from typing import Any, Final

Json = dict[str, Any]
Counts = dict[str, int]

_GEMINI_KINDS: Final = {
    "AUDIO": "audio",
    "IMAGE": "image",
    "VIDEO": "video",
    "DOCUMENT": "document",
}

_INPUTS: Final = (
    "prompt_tokens",
    "input_tokens",
    "promptTokenCount",
    "inputTokens",
    "promptTokens",
)
_PAIRS: Final = (("prompt_tokens", "completion_tokens"), ("input_tokens", "output_tokens"))
_FLAT: Final = {
    "cached_tokens": "prompt_tokens_details",
    "reasoning_tokens": "completion_tokens_details",
}
"""Where counts belong that flat rows have beside the others."""

EXPLICIT: Final = "ephemeral"
"""The cache type of an explicitly created cache."""


def counts_of(usage: Json) -> Counts | None:
    """Read a usage object; ``None`` when it has none of the known shapes.

    >>> counts_of({"prompt_tokens": 9, "completion_tokens": 3,
    ...     "prompt_tokens_details": {"cached_tokens": 4}})
    {'input_tokens': 9, 'cache_read_tokens': 4, 'output_tokens': 3}
    >>> counts_of({"input_tokens": 5, "cache_read_input_tokens": 4, "output_tokens": 3})
    {'input_tokens': 9, 'cache_read_tokens': 4, 'output_tokens': 3}
    """
    if "promptTokenCount" in usage or "totalTokenCount" in usage:
        found = _gemini(usage)
    elif "prompt_tokens" in usage:
        found = _chat(usage)
    elif "cache_read_input_tokens" in usage or "cache_creation_input_tokens" in usage:
        found = _anthropic(usage)
    elif "input_tokens" in usage or "output_tokens" in usage:
        found = _native(usage)
    elif "inputTokens" in usage or "promptTokens" in usage:
        found = _camel(usage)
    else:
        found = {**_media(usage), "input_tokens": _int(usage, "total_tokens")}
    known = {name: count for name, count in found.items() if count}
    return known or (found if _is_zero(usage) else None)


def flat_usage(row: Json) -> Json | None:
    """Read a row of a log that has its counts beside its model; ``None`` where it has not both.

    >>> flat_usage({"model": "m", "prompt_tokens": 9, "completion_tokens": 3, "duration": 2})
    {'prompt_tokens': 9, 'completion_tokens': 3}
    >>> flat_usage({"input_tokens": 9}) is None
    True
    """
    if not any(row.get(one) is not None and row.get(two) is not None for one, two in _PAIRS):
        return None
    found = {name: row[name] for name in row if name.endswith(("_tokens", "_details"))}
    for name, details in _FLAT.items():
        if name in found:
            found[details] = _part(found, details) | {name: found[name]}
    return found


def merge(older: Counts, newer: Counts) -> Counts:
    """Merge what two chunks of one stream say: counts only grow, so the larger one holds.

    >>> merge({"input_tokens": 9, "output_tokens": 1}, {"output_tokens": 3})
    {'input_tokens': 9, 'output_tokens': 3}
    """
    return {
        name: max(older.get(name, 0), newer.get(name, 0))
        for name in (*older, *(name for name in newer if name not in older))
    }


def variant_of(usage: Json) -> str | None:
    """Give the resolution of a video, which its price depends on.

    >>> variant_of({"duration": 5, "video_count": 1, "size": "1280*720"})
    '720p'
    """
    if "video_count" not in usage and "video_duration" not in usage:
        return None
    lines = usage.get("SR")
    if not isinstance(lines, int):
        sides = str(usage.get("size", "")).replace("x", "*").split("*")
        lines = min(map(int, sides)) if all(side.isdigit() for side in sides) else None
    return None if lines is None else f"{lines}p"


def _chat(usage: Json) -> Counts:
    inner = _part(usage, "prompt_tokens_details")
    spoken = _part(usage, "completion_tokens_details")
    cached = _int(inner, "cached_tokens") or _int(usage, "prompt_cache_hit_tokens")
    return {
        "input_tokens": _int(usage, "prompt_tokens"),
        **_cache(inner, cached),
        **_kinds("input", inner),
        "output_tokens": _int(usage, "completion_tokens"),
        **_kinds("output", spoken),
        "reasoning_tokens": _int(spoken, "reasoning_tokens"),
        **_media(usage),
    }


def _native(usage: Json) -> Counts:
    """Read the usage of OpenAI's Responses API and of DashScope's own."""
    inner = _part(usage, "input_tokens_details") | _part(usage, "prompt_tokens_details")
    spoken = _part(usage, "output_tokens_details")
    cached = _int(inner, "cached_tokens")
    return {
        "input_tokens": _int(usage, "input_tokens"),
        **_cache(inner, cached),
        **_kinds("input", usage | inner),
        "output_tokens": _int(usage, "output_tokens"),
        **_kinds("output", spoken),
        "reasoning_tokens": _int(spoken, "reasoning_tokens"),
        **_media(usage),
    }


def _anthropic(usage: Json) -> Counts:
    """Read a usage whose input is what no cache was read or written for."""
    read = _int(usage, "cache_read_input_tokens")
    written = _int(usage, "cache_creation_input_tokens")
    longer = _int(_part(usage, "cache_creation"), "ephemeral_1h_input_tokens")
    return {
        "input_tokens": _int(usage, "input_tokens") + read + written,
        "cache_read_tokens": read,
        "cache_write_tokens": written - min(longer, written),
        "cache_write_1h_tokens": min(longer, written),
        "output_tokens": _int(usage, "output_tokens"),
        "calls": _int(_part(usage, "server_tool_use"), "web_search_requests"),
    }


def _camel(usage: Json) -> Counts:
    """Read the usage of Converse, whose caches lie beside the input, or of Vercel's AI SDK."""
    read, written = _int(usage, "cacheReadInputTokens"), _int(usage, "cacheWriteInputTokens")
    entries = usage.get("cacheDetails")
    longer = sum(
        _int(one, "inputTokens")
        for one in (entries if isinstance(entries, list) else ())
        if isinstance(one, dict) and one.get("ttl") == "1h"
    )
    sent = _int(usage, "inputTokens") or _int(usage, "promptTokens")
    return {
        "input_tokens": sent + read + written,
        "cache_read_tokens": read + _int(usage, "cachedInputTokens"),
        "cache_write_tokens": written - min(longer, written),
        "cache_write_1h_tokens": min(longer, written),
        "output_tokens": _int(usage, "outputTokens") or _int(usage, "completionTokens"),
        "reasoning_tokens": _int(usage, "reasoningTokens"),
    }


def _gemini(usage: Json) -> Counts:
    thoughts = _int(usage, "thoughtsTokenCount")
    found = {
        "input_tokens": _int(usage, "promptTokenCount") + _int(usage, "toolUsePromptTokenCount"),
        "cache_read_tokens": _int(usage, "cachedContentTokenCount"),
        "output_tokens": _int(usage, "candidatesTokenCount") + thoughts,
        "reasoning_tokens": thoughts,
    }
    for side, name in (("input", "promptTokensDetails"), ("output", "candidatesTokensDetails")):
        details = usage.get(name)
        for one in details if isinstance(details, list) else ():
            kind = _GEMINI_KINDS.get(str(one.get("modality"))) if isinstance(one, dict) else None
            if kind and (side, kind) not in {("output", "video"), ("output", "document")}:
                found[f"{side}_{kind}_tokens"] = _int(one, "tokenCount")
    return found


def _cache(inner: Json, cached: int) -> Counts:
    explicit = inner.get("cache_type") == EXPLICIT
    creation = _part(inner, "cache_creation")
    written = _int(inner, "cache_creation_input_tokens") or _int(
        creation, "ephemeral_5m_input_tokens"
    )
    return {
        "cache_read_explicit_tokens" if explicit else "cache_read_tokens": cached,
        "cache_write_tokens": written,
    }


def _kinds(side: str, inner: Json) -> Counts:
    kinds = ("image", "video", "audio") if side == "input" else ("audio", "image")
    return {f"{side}_{kind}_tokens": _int(inner, f"{kind}_tokens") for kind in kinds}


def _media(usage: Json) -> Counts:
    """Read what media models count beside tokens."""
    video = _int(usage, "video_duration") or (
        _int(usage, "duration") if "video_count" in usage or "video_ratio" in usage else 0
    )
    heard = 0 if video else _int(usage, "seconds") or _int(usage, "duration")
    plugins = usage.get("plugins")
    searched = _int(_part(plugins, "search"), "count") if isinstance(plugins, dict) else 0
    tools = _int(_part(_part(usage, "x_tools"), "web_search"), "count")
    return {
        "output_images": _int(usage, "image_count"),
        "output_video_seconds": video,
        "input_audio_seconds": heard,
        "characters": _int(usage, "characters"),
        "calls": searched or tools,
    }


def _part(whole: Json, name: str) -> Json:
    found = whole.get(name)
    return found if isinstance(found, dict) else {}


def _int(whole: Json, name: str) -> int:
    """Read a count; fractions of seconds are billed as whole ones."""
    value = whole.get(name)
    if value is None or isinstance(value, bool):
        return 0
    if not isinstance(value, int | float) or not math.isfinite(value) or value < 0:
        raise ValueError(f"{name} is {str(value)[:40]!r}, no count")
    return math.ceil(value)


def _is_zero(usage: Json) -> bool:
    return any(name in usage for name in _INPUTS)
