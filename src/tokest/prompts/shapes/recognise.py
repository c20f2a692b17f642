"""Tell which API a request is written for, and read it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tokest.errors import InputError
from tokest.prompts.media.values import Media
from tokest.prompts.plain import as_list, as_mapping, check_plain, kind_of
from tokest.prompts.shapes import anthropic, chat, gemini, responses
from tokest.prompts.shapes.beyond import read_beyond, without_files
from tokest.prompts.shapes.options import flat, read_detail, read_options
from tokest.prompts.shapes.tools import read_tools
from tokest.prompts.values import Request

if TYPE_CHECKING:
    from tokest.prompts.values import Api, Message, Unknown

_BLOCKS = frozenset({"tool_use", "tool_result", "thinking", "redacted_thinking"})


def looks_like_request(data: object) -> bool:
    """Say whether data is a request, and not just any JSON.

    >>> looks_like_request({"messages": [{"role": "user", "content": "Hi"}]})
    True
    >>> looks_like_request({"input": 3}), looks_like_request([1, 2]), looks_like_request({"a": 1})
    (False, False, False)
    """
    if isinstance(data, list):
        return bool(data) and all(isinstance(one, dict) and "role" in one for one in data)
    if not isinstance(data, dict):
        return False
    if isinstance(data.get("messages"), list) or isinstance(data.get("contents"), list | str):
        return True
    given = data.get("input")
    if isinstance(given, dict):
        return isinstance(given.get("messages"), list) or "prompt" in given
    return isinstance(given, list | str) and ("model" in data or "instructions" in data)


def read_request(data: object) -> Request:
    """Read a list of messages or the body of a request into one form.

    Raises
    ------
    InputError
        with the place of what cannot be read, such as ``messages[3].content[1]``.

    Examples
    --------
    >>> read_request([{"role": "user", "content": "Hi"}]).api
    'chat'
    >>> read_request({"model": "claude-opus-5", "system": "Be brief.", "messages": []}).api
    'messages'
    >>> read_request({"prompt": "Hi"})
    Traceback (most recent call last):
    tokest.errors.InputError: request: expected messages, contents or input, got prompt
    """
    check_plain(data)
    if isinstance(data, list | tuple):
        data = {"messages": list(data)}
    body = as_mapping(data, "request")
    extras: list[Unknown] = []
    api, messages = _messages(body, extras)
    given = flat(body["input"] | body if api == "dashscope" else body)
    tools, others = read_tools(given.get("tools", given.get("functions")))
    extras += read_beyond(given)
    detail = read_detail(given)
    model = body.get("model")
    if model is not None and not isinstance(model, str):
        raise InputError("model", f"must be a str, got {kind_of(model)}")
    return Request(
        api=api,
        messages=tuple(_detailed(without_files(one), detail) for one in messages),
        model=model,
        tools=tools,
        extras=(*extras, *others),
        options=read_options(given),
    )


def _detailed(message: Message, detail: str | None) -> Message:
    """Give media the resolution that the request asks for all of them."""
    if detail is None:
        return message
    parts = (
        replace(part, detail=part.detail or detail) if isinstance(part, Media) else part
        for part in message.parts
    )
    return replace(message, parts=tuple(parts))


def _messages(body: dict[str, Any], extras: list[Unknown]) -> tuple[Api, tuple[Message, ...]]:
    if "contents" in body:
        return "gemini", gemini.read_contents(flat(body), extras)
    given = body.get("input")
    if isinstance(given, dict):
        return "dashscope", _dashscope(given, extras)
    if "messages" in body:
        if _is_anthropic(body):
            return "messages", anthropic.read_messages(body, extras)
        return "chat", chat.read_messages(body["messages"], extras)
    if "input" in body:
        return "responses", responses.read_input(body, extras)
    keys = ", ".join(list(body)[:5]) or "nothing"
    raise InputError("request", f"expected messages, contents or input, got {keys[:80]}")


def _dashscope(given: dict[str, Any], extras: list[Unknown]) -> tuple[Message, ...]:
    """Read messages and then a prompt, which DashScope's own library puts after them."""
    prompt = given.get("prompt")
    if prompt is None:
        return chat.read_messages(given.get("messages"), extras, "input.messages")
    asked = {"role": "user", "content": prompt}
    return (
        *chat.read_messages(given.get("messages") or (), extras, "input.messages"),
        *chat.read_messages([asked], extras, "input.prompt"),
    )


def _is_anthropic(body: dict[str, Any]) -> bool:
    if body.get("system") or body.get("anthropic_version"):
        return True
    tools = body.get("tools")
    if isinstance(tools, list) and any(isinstance(t, dict) and "input_schema" in t for t in tools):
        return True
    turns = [one for one in as_list(body["messages"], "messages") if isinstance(one, dict)]
    if any(one.get("role") == "tool" or "tool_calls" in one for one in turns):
        return False
    return "claude" in str(body.get("model", "")).lower() or any(
        isinstance(part, dict) and str(part.get("type")) in _BLOCKS
        for turn in turns
        if isinstance(turn.get("content"), list)
        for part in turn["content"]
    )
