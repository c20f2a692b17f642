"""What a request names that is not in it: files, caches, searches and turns that providers keep."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from tokest.prompts.values import Text, Unknown

if TYPE_CHECKING:
    from tokest.prompts.values import Message

FILE: Final = "fileid://"
"""How a system prompt of Qwen-Long names a file, whose text is input at every call:
https://www.alibabacloud.com/help/en/model-studio/long-context-qwen-long, updated 2025-11-14."""

_TURNS: Final = "earlier turns that the provider keeps"
_FOUND: Final = "what the provider's search finds, which is input too"
_NAMED: Final = {
    "previous_response_id": _TURNS,
    "conversation": _TURNS,
    "history": "earlier turns in an old form",
    "cachedContent": "what the provider keeps in a cache",
    "cached_content": "what the provider keeps in a cache",
    "mcp_servers": "the tools of other servers",
    "web_search_options": _FOUND,
    "enable_search": _FOUND,
}
"""Keys of https://platform.openai.com/docs/api-reference/responses/create,
https://docs.anthropic.com/en/docs/agents-and-tools/mcp-connector,
https://ai.google.dev/api/generate-content (all 2026-11) and
https://help.aliyun.com/zh/model-studio/web-search (2026-10)."""


def read_beyond(body: dict[str, Any]) -> list[Unknown]:
    """Name what the provider adds to a request by what the request says.

    >>> [one.where for one in read_beyond({"input": "Hi", "previous_response_id": "resp_1"})]
    ['previous_response_id']
    """
    found = [Unknown(what=what, where=key) for key, what in _NAMED.items() if _says(body.get(key))]
    prompt = body.get("prompt")
    if isinstance(prompt, dict) and "id" in prompt:
        found.append(Unknown(what="a prompt that the provider keeps", where="prompt"))
    container = body.get("container")
    if isinstance(container, dict) and container.get("skills"):
        found.append(Unknown(what="what skills add", where="container.skills"))
    return found


def _says(value: object) -> bool:
    """Say whether an option is on; that of OpenAI's search may be an empty mapping."""
    return isinstance(value, dict) or bool(value)


def without_files(message: Message) -> Message:
    """Name files that a system prompt stands for, where they would pass for its text.

    >>> from tokest.prompts.values import Message
    >>> message = Message(role="system", parts=(Text(text="fileid://file-fe-1"),), where="x")
    >>> without_files(message).parts[0].what
    'a file that the provider keeps'
    """
    if message.role != "system":
        return message
    parts = (
        Unknown(what="a file that the provider keeps", where=message.where)
        if isinstance(part, Text) and part.text.startswith(FILE)
        else part
        for part in message.parts
    )
    return replace(message, parts=tuple(parts))
