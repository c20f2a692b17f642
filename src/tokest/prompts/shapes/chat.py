"""OpenAI's chat completions, which most providers accept: a list of messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tokest.prompts.plain import as_list, as_mapping, as_text, to_json
from tokest.prompts.shapes.content import read_content, read_result, read_role
from tokest.prompts.values import Message, Reasoning, ToolCall

if TYPE_CHECKING:
    from tokest.prompts.shapes.content import Piece
    from tokest.prompts.values import Unknown


def read_messages(
    value: object, extras: list[Unknown], where: str = "messages"
) -> tuple[Message, ...]:
    """Read a list of messages.

    >>> (found,) = read_messages([{"role": "user", "content": "Hi"}], [])
    >>> found.role, found.parts[0].text, found.where
    ('user', 'Hi', 'messages[0]')
    """
    return tuple(
        read_message(as_mapping(item, f"{where}[{number}]"), f"{where}[{number}]", extras)
        for number, item in enumerate(as_list(value, where))
    )


def read_message(raw: dict[str, Any], where: str, extras: list[Unknown]) -> Message:
    """Read one message, with what it calls or what a tool gave back."""
    role = read_role(raw, where, extras)
    name = raw.get("name")
    if role == "tool":
        content = raw.get("content")
        parts: tuple[Piece, ...] = (read_result(raw.get("tool_call_id"), content, where),)
    else:
        parts = (*_reasoning(raw, where), *read_content(raw.get("content"), f"{where}.content"))
    calls = as_list(raw.get("tool_calls") or (), f"{where}.tool_calls")
    found = [_call(item, f"{where}.tool_calls[{n}]") for n, item in enumerate(calls)]
    if isinstance(raw.get("function_call"), dict):
        found.append(_call({"function": raw["function_call"]}, f"{where}.function_call"))
    return Message(
        role=role,
        parts=(*parts, *found),
        where=where,
        name=name if isinstance(name, str) else "",
    )


def _reasoning(raw: dict[str, Any], where: str) -> tuple[Reasoning, ...]:
    text = raw.get("reasoning_content", raw.get("reasoning"))
    return (Reasoning(text=text, where=where),) if isinstance(text, str) and text else ()


def _call(item: object, where: str) -> ToolCall:
    raw = as_mapping(item, where)
    function = as_mapping(raw.get("function", raw), f"{where}.function")
    given = function.get("arguments", function.get("input"))
    return ToolCall(
        name=as_text(function.get("name"), f"{where}.function.name"),
        arguments=given if isinstance(given, str) else to_json(given or {}),
        id=str(raw.get("id") or ""),
    )
