"""OpenAI's Responses: `instructions` and an `input` of text or items."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tokest.prompts.plain import as_list, as_mapping, as_text
from tokest.prompts.shapes.chat import read_message
from tokest.prompts.shapes.content import read_result
from tokest.prompts.values import Message, Reasoning, Text, ToolCall, Unknown

if TYPE_CHECKING:
    from tokest.prompts.values import Role


def read_input(body: dict[str, Any], extras: list[Unknown]) -> tuple[Message, ...]:
    """Read the instructions and all items; a conversation kept by the provider is unknown.

    >>> [one.role for one in read_input({"instructions": "Be brief.", "input": "Hi"}, [])]
    ['system', 'user']
    """
    found: list[Message] = []
    if body.get("instructions"):
        text = as_text(body["instructions"], "instructions")
        found.append(Message(role="system", parts=(Text(text=text),), where="instructions"))
    kept = [key for key in ("previous_response_id", "conversation") if body.get(key)]
    extras += [Unknown(what="earlier turns that the provider keeps", where=key) for key in kept]
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
    if kind == "function_call":
        name = as_text(raw.get("name"), f"{where}.name")
        arguments = as_text(raw.get("arguments", "{}"), f"{where}.arguments")
        call = ToolCall(name=name, arguments=arguments, id=str(raw.get("call_id") or ""))
        return _message("assistant", call, where)
    if kind == "function_call_output":
        result = read_result(raw.get("call_id"), raw.get("output"), where)
        return Message(role="tool", parts=(result,), where=where)
    if kind == "reasoning":
        return _message("assistant", Reasoning(text=_summary(raw), where=where), where)
    named = f"item of type {kind[:40]!r}" if isinstance(kind, str) else "item without a type"
    return _message("assistant", Unknown(what=named, where=where), where)


def _message(role: Role, part: ToolCall | Reasoning | Unknown, where: str) -> Message:
    return Message(role=role, parts=(part,), where=where)


def _summary(raw: dict[str, Any]) -> str | None:
    """Read thinking that is sent in the open; a sealed one cannot be counted."""
    if raw.get("encrypted_content"):
        return None
    texts = [
        part["text"]
        for key in ("content", "summary")
        for part in raw.get(key) or ()
        if isinstance(part, dict) and isinstance(part.get("text"), str)
    ]
    return "\n".join(texts) or None
