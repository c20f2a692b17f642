"""A request to each API that has much of what such a request may have."""

from __future__ import annotations

from typing import Any, Final

_SCHEMA: Final = {"type": "object", "properties": {"city": {"type": "string", "enum": ["A"]}}}
_IMAGE: Final = {"url": "https://example.com/a.png", "detail": "low"}

CHAT: Final[dict[str, Any]] = {
    "model": "gpt-4o",
    "messages": [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "name": "ann", "content": [
            {"type": "text", "text": "Hi"},
            {"type": "image_url", "image_url": _IMAGE, "width": 64, "height": 64},
            {"type": "input_audio", "input_audio": {"data": "AAAA", "format": "wav"}},
            {"type": "file", "file": {"file_data": "data:application/pdf;base64,AAAA"}},
        ]},
        {"role": "assistant", "content": None, "refusal": "No.", "tool_calls": [
            {"id": "a", "type": "function", "function": {"name": "now", "arguments": "{}"}},
            {"id": "b", "type": "custom", "custom": {"name": "run", "input": "1"}},
        ]},
        {"role": "tool", "tool_call_id": "a", "content": "noon"},
    ],
    "tools": [
        {"type": "function", "function": {"name": "now", "parameters": _SCHEMA, "strict": True}},
        {"type": "custom", "custom": {"name": "run", "format": {"type": "grammar"}}},
    ],
    "tool_choice": {"type": "function", "function": {"name": "now"}},
    "response_format": {"type": "json_schema", "json_schema": {"name": "a", "schema": _SCHEMA}},
    "max_completion_tokens": 50,
    "reasoning_effort": "low",
}  # fmt: skip
RESPONSES: Final[dict[str, Any]] = {
    "model": "gpt-5.4",
    "instructions": "Be brief.",
    "input": [
        {"role": "user", "content": [{"type": "input_text", "text": "Hi"}]},
        {"type": "reasoning", "summary": [{"type": "summary_text", "text": "Hm"}]},
        {"type": "function_call", "call_id": "a", "name": "now", "arguments": "{}"},
        {"type": "function_call_output", "call_id": "a", "output": "noon"},
        {"type": "custom_tool_call", "call_id": "b", "name": "run", "input": "1"},
        {"type": "web_search_call", "id": "c"},
    ],
    "tools": [{"type": "function", "name": "now", "parameters": _SCHEMA}, {"type": "web_search"}],
    "text": {"format": {"type": "json_schema", "name": "a", "schema": _SCHEMA}},
    "reasoning": {"effort": "low"},
    "prompt": {"id": "pmpt_1"},
}
MESSAGES: Final[dict[str, Any]] = {
    "model": "claude-opus-5-5",
    "system": [{"type": "text", "text": "Be brief.", "cache_control": {"type": "ephemeral"}}],
    "messages": [
        {"role": "user", "content": [
            {"type": "image", "source": {"type": "url", "url": "https://example.com/a.png"}},
            {"type": "document", "title": "T", "source": {"type": "text", "data": "Body"}},
        ]},
        {"role": "assistant", "content": [
            {"type": "thinking", "thinking": "Hm"},
            {"type": "tool_use", "id": "a", "name": "now", "input": {"city": "A"}},
        ]},
        {"role": "user", "content": [
            {"type": "tool_result", "tool_use_id": "a", "content": [{"type": "text", "text": "x"}]}
        ]},
    ],
    "tools": [{"name": "now", "description": "Now", "input_schema": _SCHEMA}],
    "tool_choice": {"type": "any"},
    "thinking": {"type": "enabled", "budget_tokens": 1024},
    "output_config": {"effort": "low", "format": {"type": "json_schema", "schema": _SCHEMA}},
    "container": {"skills": [{"skill_id": "a"}]},
    "max_tokens": 50,
}  # fmt: skip
GEMINI: Final[dict[str, Any]] = {
    "model": "models/gemini-2.5-flash",
    "systemInstruction": {"parts": [{"text": "Be brief."}]},
    "contents": [
        {"role": "user", "parts": [
            {"text": "Hi"},
            {"inlineData": {"mimeType": "image/png", "data": "AAAA"}, "mediaResolution": "LOW"},
            {"fileData": {"mimeType": "video/mp4", "fileUri": "gs://a/b.mp4"}},
        ]},
        {"role": "model", "parts": [
            {"thought": True, "text": "Hm"},
            {"functionCall": {"name": "now", "args": {"city": "A"}}},
        ]},
        {"role": "user", "parts": [{"functionResponse": {"name": "now", "response": {"a": 1}}}]},
    ],
    "tools": [{"functionDeclarations": [{"name": "now", "parameters": _SCHEMA}]}],
    "generationConfig": {
        "responseSchema": _SCHEMA,
        "maxOutputTokens": 50,
        "thinkingConfig": {"thinkingBudget": -1},
    },
}  # fmt: skip
DASHSCOPE: Final[dict[str, Any]] = {
    "model": "qwen3-vl-plus",
    "input": {
        "messages": [
            {"role": "user", "content": [
                {"image": "https://example.com/a.png", "max_pixels": 4096},
                {"video": ["https://example.com/1.png"], "fps": 2},
                {"text": "Hi"},
            ]},
        ],
    },
    "parameters": {
        "enable_thinking": True,
        "thinking_budget": 100,
        "enable_search": True,
        "max_tokens": 50,
        "tools": [{"type": "function", "function": {"name": "now", "parameters": _SCHEMA}}],
    },
}  # fmt: skip

BODIES: Final = (CHAT, RESPONSES, MESSAGES, GEMINI, DASHSCOPE)
