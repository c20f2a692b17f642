"""OpenAI's Responses: `instructions` and an `input` of text or items."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from tokest.prompts.plain import as_list, as_mapping, as_text
from tokest.prompts.shapes.chat import read_message
from tokest.prompts.shapes.content import read_result
from tokest.prompts.values import Message, Reasoning, Text, ToolCall, Unknown

_CALLS: Final = {"function_call": "arguments", "custom_tool_call": "input"}
"""Items that call a tool, and the key of what they give it."""


def read_input(body: dict[str, Any], extras: list[Unknown]) -> tuple[Message, ...]:
    """Read the instructions and all items.

    >>> [one.role for one in read_input({"instructions": "Be brief.", "input": "Hi"}, [])]
    ['system', 'user']
    """
    found: list[Message] = []
    if body.get("instructions"):
        text = as_text(body["instructions"], "instructions")
        found.append(Message(role="system", parts=(Text(text=text),), where="instructions"))
    given = body.get("input")
    if isinstance(given, str):
        return (*found, Message(role="user", parts=(Text(text=given),), where="input"))
    items = as_list([] if given is None else given, "input")
    read = (_item(item, f"input[{number}]", extras) for number, item in enumerate(items))
    return _joined([*found, *read])


def _joined(messages: list[Message]) -> tuple[Message, ...]:
    """Put thinking and calls into the turn of the assistant that they belong to."""
    found = messages[:1]
    for item in messages[1:]:
        last = found[-1]
        told = any(isinstance(part, Text) for part in item.parts)
        both = last.role == item.role == "assistant"
        if both and not (told and any(_told(part) for part in last.parts)):
            found[-1] = replace(last, parts=(*last.parts, *item.parts))
        else:
            found.append(item)
    return tuple(found)


def _told(part: object) -> bool:
    return isinstance(part, Text | ToolCall)


def _item(item: object, where: str, extras: list[Unknown]) -> Message:
    if isinstance(item, str):
        return Message(role="user", parts=(Text(text=item),), where=where)
    raw = as_mapping(item, where)
    kind = raw.get("type", "message")
    if kind == "message" or ("role" in raw and kind is None):
        return read_message(raw, where, extras)
    if kind in ("function_call_output", "custom_tool_call_output"):
        result = read_result(raw.get("call_id"), raw.get("output"), where)
        return Message(role="tool", parts=(result,), where=where)
    return Message(role="assistant", parts=(_part(raw, kind, where),), where=where)


def _part(raw: dict[str, Any], kind: object, where: str) -> ToolCall | Reasoning | Unknown:
    """Read an item that is a part of an answer of the assistant."""
    if not isinstance(kind, str):
        return Unknown(what="item without a type", where=where)
    if kind in _CALLS:
        name = as_text(raw.get("name"), f"{where}.name")
        given = as_text(raw.get(_CALLS[kind], "{}"), f"{where}.{_CALLS[kind]}")
        return ToolCall(name=name, arguments=given, id=str(raw.get("call_id") or ""))
    if kind == "reasoning":
        return Reasoning(text=_summary(raw, where), where=where)
    return Unknown(what=f"item of type {kind[:40]!r}", where=where)


def _summary(raw: dict[str, Any], where: str) -> str | None:
    """Read thinking that is sent in the open; a sealed one cannot be counted."""
    if raw.get("encrypted_content"):
        return None
    texts = [
        part["text"]
        for key in ("content", "summary")
        for part in as_list(raw.get(key) or (), f"{where}.{key}")
        if isinstance(part, dict) and isinstance(part.get("text"), str)
    ]
    return "\n".join(texts) or None
