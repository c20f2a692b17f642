"""OpenAI's chat completions, which most providers accept: a list of messages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tokest.prompts.plain import as_list, as_mapping, as_text, to_json
from tokest.prompts.shapes.content import read_content, read_result, read_role
from tokest.prompts.values import Message, Reasoning, Text, ToolCall, Unknown

if TYPE_CHECKING:
    from tokest.prompts.shapes.content import Piece


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
        result = read_result(raw.get("tool_call_id"), raw.get("content"), where)
        if not result.id and isinstance(name, str):  # of an older request, whose calls have no ids
            result = replace(result, name=name)
        parts: tuple[Piece, ...] = (result,)
    else:
        parts = (*_reasoning(raw, where), *read_content(raw.get("content"), f"{where}.content"))
        parts += _beside_content(raw, where)
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


def _beside_content(raw: dict[str, Any], where: str) -> tuple[Piece, ...]:
    """Read what an earlier answer of OpenAI's said outside of its content."""
    refusal, sound = raw.get("refusal"), raw.get("audio")
    told: tuple[Piece, ...] = (Text(text=refusal),) if isinstance(refusal, str) else ()
    if isinstance(sound, dict):
        return (*told, Unknown(what="an answer in sound that the provider keeps", where=where))
    return told


def _call(item: object, where: str) -> ToolCall:
    raw = as_mapping(item, where)
    function = as_mapping(raw.get("function", raw.get("custom", raw)), f"{where}.function")
    given = function.get("arguments", function.get("input"))
    return ToolCall(
        name=as_text(function.get("name"), f"{where}.function.name"),
        arguments=given if isinstance(given, str) else to_json(given or {}),
        id=str(raw.get("id") or ""),
    )
