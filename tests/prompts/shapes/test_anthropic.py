"""Anthropic's messages."""

from __future__ import annotations

from tokest.prompts.shapes.anthropic import read_messages
from tokest.prompts.values import Text, ToolResult


def test_the_system_prompt_may_be_blocks() -> None:
    system = [{"type": "text", "text": "A", "cache_control": {"type": "ephemeral"}}]
    body = {"system": system, "messages": [{"role": "user", "content": "Hi"}]}
    first, second = read_messages(body, [])
    assert (first.role, first.parts, first.where) == ("system", (Text(text="A"),), "system")
    assert (second.role, second.where) == ("user", "messages[0]")


def test_results_stand_in_a_users_message() -> None:
    content = [
        {"type": "tool_result", "tool_use_id": "a", "content": [{"type": "text", "text": "noon"}]},
        {"type": "text", "text": "And?"},
    ]
    (message,) = read_messages({"messages": [{"role": "user", "content": content}]}, [])
    assert message.parts == (ToolResult(id="a", parts=(Text(text="noon"),)), Text(text="And?"))
