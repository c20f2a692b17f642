"""Whole requests, as models are given them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tokest.prompts.shapes.recognise import read_request
from tokest.prompts.templates import named, templates
from tokest.prompts.writing.request import write_request

if TYPE_CHECKING:
    from collections.abc import Callable

    from tokest.prompts.values import Request

CITY = {"type": "string", "description": "A city", "enum": ["北京", "上海"]}
SCHEMA = {"type": "object", "properties": {"city": CITY}, "required": ["city"]}
TOOLS = [
    {
        "type": "function",
        "function": {"name": "heat", "description": "天气", "parameters": SCHEMA, "strict": True},
    },
    {"type": "function", "function": {"name": "now", "parameters": {"type": "object"}}},
]
CALLS = [
    {"id": "c1", "function": {"name": "heat", "arguments": '{"city": "北京"}'}},
    {"id": "c2", "function": {"name": "now", "arguments": "{}"}},
]
CHAT = [
    {"role": "system", "content": "Be brief."},
    {"role": "user", "content": "Hi"},
    {"role": "assistant", "content": "Hello!", "reasoning_content": "Greet."},
    {"role": "user", "content": "How warm is it?"},
    {"role": "assistant", "content": "I look.", "reasoning_content": "Call.", "tool_calls": CALLS},
    {"role": "tool", "tool_call_id": "c1", "content": "20 °C"},
    {"role": "tool", "tool_call_id": "c2", "content": "12:00"},
]


def shown(request: Request, template: str) -> str:
    """Write a request with a sign for each control token."""
    bits = write_request(request, named(template))
    return "".join(bit.text or "¦" * bit.control or f"[{bit.label}]" for bit in bits)


@pytest.mark.parametrize("name", [template.name for template in templates()])
def test_a_request_is_written_as_it_was(name: str, golden: Callable[[str, str], None]) -> None:
    plain = shown(read_request(CHAT[1:2]), name)
    tools = shown(read_request({"messages": CHAT, "tools": TOOLS}), name)
    golden(f"templates/{name}.txt", f"{plain}\n\n----\n\n{tools}\n")


def test_thinking_off_closes_it_and_on_opens_it() -> None:
    off = read_request({"messages": CHAT[1:2], "enable_thinking": False})
    on = read_request({"messages": CHAT[1:2], "enable_thinking": True})
    assert shown(off, "qwen3.5").endswith("assistant\n¦\n\n¦\n\n")
    assert shown(on, "qwen3.5").endswith("assistant\n¦\n")
    assert shown(on, "qwen3").endswith("assistant\n")


def test_tools_that_may_not_be_called_are_left_out_where_providers_do() -> None:
    request = read_request({"messages": CHAT[1:2], "tools": TOOLS, "tool_choice": "none"})
    assert "heat" not in shown(request, "deepseek")
    assert "heat" in shown(request, "qwen3")


def test_what_the_request_has_beside_its_messages_is_a_gap() -> None:
    request = read_request({"messages": CHAT[1:2], "tools": [{"type": "web_search"}]})
    assert shown(request, "qwen3").endswith("[the provider's tool 'web_search' (tools[0])]")


def test_tools_without_a_form_are_written_as_json() -> None:
    request = read_request({"messages": CHAT[1:2], "tools": TOOLS})
    assert '"name": "heat"' in shown(request, "llama-3")
