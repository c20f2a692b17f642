"""Anthropic's messages: `system` apart, contents of blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tokest.prompts.plain import as_list, as_mapping
from tokest.prompts.shapes.content import read_content, read_role
from tokest.prompts.values import Message

if TYPE_CHECKING:
    from tokest.prompts.values import Unknown


def read_messages(body: dict[str, Any], extras: list[Unknown]) -> tuple[Message, ...]:
    """Read the system prompt and the messages.

    >>> body = {"system": "Be brief.", "messages": [{"role": "user", "content": "Hi"}]}
    >>> [message.role for message in read_messages(body, [])]
    ['system', 'user']
    """
    found = []
    if body.get("system"):
        parts = read_content(body["system"], "system")
        found.append(Message(role="system", parts=parts, where="system"))
    for number, item in enumerate(as_list(body.get("messages"), "messages")):
        where = f"messages[{number}]"
        raw = as_mapping(item, where)
        role = read_role(raw, where, extras)
        parts = read_content(raw.get("content"), f"{where}.content")
        found.append(Message(role=role, parts=parts, where=where))
    return tuple(found)
