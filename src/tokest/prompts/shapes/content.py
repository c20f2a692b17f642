"""The parts of a message, whatever API they come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tokest.errors import InputError
from tokest.prompts.plain import as_mapping, as_text, kind_of, to_json
from tokest.prompts.shapes.media import read_media
from tokest.prompts.values import Reasoning, Text, ToolCall, ToolResult, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from tokest.prompts.media.values import Media
    from tokest.prompts.values import Role

    Piece = Text | Reasoning | ToolCall | ToolResult | Media | Unknown

ROLES: Final[dict[str, Role]] = {
    "system": "system",
    "developer": "system",
    "user": "user",
    "assistant": "assistant",
    "model": "assistant",
    "tool": "tool",
    "function": "tool",
}

_TEXT: Final = ("text", "input_text", "output_text", "refusal", "summary_text", "reasoning_text")


def read_role(raw: dict[str, Any], where: str, extras: list[Unknown]) -> Role:
    """Read a role; one that is not known is named, and its message counted as a user's.

    >>> extras: list[Unknown] = []
    >>> read_role({"role": "narrator"}, "messages[0]", extras), extras[0].what
    ('user', "role 'narrator'")
    """
    role = raw.get("role", "user")
    if isinstance(role, str) and role in ROLES:
        return ROLES[role]
    named = repr(role[:40]) if isinstance(role, str) else kind_of(role)
    extras.append(Unknown(what=f"role {named}", where=where))
    return "user"


def read_content(value: object, where: str) -> tuple[Piece, ...]:
    """Read the content of a message: text, a list of parts, or nothing.

    >>> [part.text for part in read_content(["Hi", {"type": "text", "text": "you"}], "content")]
    ['Hi', 'you']
    """
    if value is None:
        return ()
    if isinstance(value, str):
        return (Text(text=value),)
    if isinstance(value, dict):
        return read_part(value, where)
    if not isinstance(value, list | tuple):
        raise InputError(where, f"must be text or a list of parts, got {kind_of(value)}")
    found: list[Piece] = []
    for number, item in enumerate(value):
        place = f"{where}[{number}]"
        if isinstance(item, str):
            found.append(Text(text=item))
        else:
            found += read_part(as_mapping(item, place), place)
    return tuple(found)


def read_part(raw: dict[str, Any], where: str) -> tuple[Piece, ...]:
    """Read one part by its type, or by the key that says what it is."""
    given = raw.get("type")
    kind = given if isinstance(given, str) else None
    if kind in _TEXT or (kind is None and isinstance(raw.get("text"), str)):
        key = "refusal" if kind == "refusal" and "refusal" in raw else "text"
        return _texts(raw, key, where)
    if kind in _BLOCKS:
        return (_BLOCKS[kind](raw, where),)
    if kind in {"document", "search_result"} and _spoken(raw):
        said = (raw.get("title"), raw.get("context"))
        head = tuple(Text(text=text) for text in said if isinstance(text, str))
        cited = raw.get("citations")
        asked = isinstance(cited, dict) and cited.get("enabled") is True
        odd = (Unknown(what="what citations add", where=where),) if asked else ()
        return (*head, *read_content(_spoken(raw), f"{where}.source"), *odd)
    media = read_media(raw, where)
    if media is not None:
        return media
    named = f"part of type {kind[:40]!r}" if kind else "part without a type"
    if given is None and raw:
        named = f"part with {', '.join(sorted(raw))[:60]}"
    return (Unknown(what=named, where=where),)


def _thinking(raw: dict[str, Any], where: str) -> Reasoning:
    text = raw.get("thinking", raw.get("text"))
    return Reasoning(text=text if isinstance(text, str) and text else None, where=where)


def _tool_result(raw: dict[str, Any], where: str) -> ToolResult:
    return read_result(raw.get("tool_use_id"), raw.get("content"), where)


def _spoken(raw: dict[str, Any]) -> object:
    """Find the text of a document that is given as text."""
    source = raw.get("source")
    if isinstance(source, dict) and source.get("type") in ("text", "content"):
        return source.get("data", source.get("content"))
    return raw.get("content") if raw.get("type") == "search_result" else None


def _texts(raw: dict[str, Any], key: str, where: str) -> tuple[Piece, ...]:
    text = raw.get(key)
    return () if text is None else (Text(text=as_text(text, f"{where}.{key}")),)


def _tool_use(raw: dict[str, Any], where: str) -> ToolCall:
    name = as_text(raw.get("name"), f"{where}.name")
    arguments = to_json(raw.get("input") or {})
    return ToolCall(name=name, arguments=arguments, id=str(raw.get("id") or ""))


def read_result(call: object, content: object, where: str) -> ToolResult:
    """Read what a tool gave back: text, parts, or any JSON.

    >>> read_result("call_1", "sunny", "messages[2]").parts[0].text
    'sunny'
    """
    known = content is None or isinstance(content, str | list | tuple)
    given = content if known else to_json(content)
    parts = tuple(
        part if not isinstance(part, Reasoning | ToolCall | ToolResult) else _odd(where)
        for part in read_content(given, f"{where}.content")
    )
    return ToolResult(id=call if isinstance(call, str) else "", parts=parts)


def _odd(where: str) -> Unknown:
    return Unknown(what="part inside a tool result", where=where)


_BLOCKS: Final[dict[str, Callable[[dict[str, Any], str], Piece]]] = {
    "thinking": _thinking,
    "reasoning": _thinking,
    "redacted_thinking": _thinking,
    "tool_use": _tool_use,
    "tool_result": _tool_result,
}
"""Blocks of Anthropic's that are neither text nor media."""
