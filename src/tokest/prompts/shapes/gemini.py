"""Google's generateContent: `contents` of `parts`, and a `systemInstruction` apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tokest.prompts.plain import as_list, as_mapping, as_text, to_json
from tokest.prompts.shapes.content import read_content, read_part, read_role
from tokest.prompts.values import Message, Reasoning, Text, ToolCall, ToolResult

if TYPE_CHECKING:
    from tokest.prompts.shapes.content import Piece
    from tokest.prompts.values import Unknown


def read_contents(body: dict[str, Any], extras: list[Unknown]) -> tuple[Message, ...]:
    """Read the system instruction and the contents.

    >>> body = {"contents": [{"role": "user", "parts": [{"text": "Hi"}]}]}
    >>> read_contents(body, [])[0].parts[0].text
    'Hi'
    """
    found = []
    for key in ("systemInstruction", "system_instruction"):
        if body.get(key):
            parts = _parts(body[key], key)
            found.append(Message(role="system", parts=parts, where=key))
    contents = body.get("contents")
    if isinstance(contents, str):
        return (*found, Message(role="user", parts=(Text(text=contents),), where="contents"))
    listed = [contents] if isinstance(contents, dict) else as_list(contents, "contents")
    for number, item in enumerate(listed):
        where = f"contents[{number}]"
        raw = {"parts": [item]} if isinstance(item, str) else as_mapping(item, where)
        role = read_role(raw, where, extras)
        found.append(Message(role=role, parts=_parts(raw, where), where=where))
    return tuple(found)


def _parts(value: object, where: str) -> tuple[Piece, ...]:
    if isinstance(value, str):
        return (Text(text=value),)
    raw = as_mapping(value, where)
    if "parts" not in raw:
        return read_content([raw], where)
    given = raw["parts"]
    listed = [given] if isinstance(given, dict) else as_list(given, f"{where}.parts")
    found: list[Piece] = []
    for number, item in enumerate(listed):
        place = f"{where}.parts[{number}]"
        if isinstance(item, str):
            found.append(Text(text=item))
        else:
            found += _part(as_mapping(item, place), place)
    return tuple(found)


def _part(raw: dict[str, Any], where: str) -> tuple[Piece, ...]:
    if raw.get("thought") is True:
        text = raw.get("text")
        return (Reasoning(text=text, where=where),) if isinstance(text, str) else ()
    call = raw.get("functionCall", raw.get("function_call"))
    if isinstance(call, dict):
        name = as_text(call.get("name"), f"{where}.functionCall.name")
        arguments = to_json(call.get("args") or {})
        return (ToolCall(name=name, arguments=arguments, id=str(call.get("id") or "")),)
    result = raw.get("functionResponse", raw.get("function_response"))
    if isinstance(result, dict):
        name = str(result.get("name") or "")
        text = Text(text=to_json(result.get("response")))
        return (ToolResult(id=str(result.get("id") or ""), name=name, parts=(text,)),)
    return read_part(raw, where)
