"""Requests that differ in their texts alone are read and written out once.

A batch file mostly holds one prompt many times over. The first request of a kind is read like any
other, with marks where its texts would be; the others are poured into what came of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from tokest.prompts.shapes.beyond import FILE
from tokest.prompts.shapes.recognise import read_request

if TYPE_CHECKING:
    from tokest.prompts.batch.envelopes import Entry
    from tokest.prompts.values import Request

Key = tuple[Any, ...]

MOST_KINDS: Final = 500
"""Kinds of requests that are remembered; a file of more is read line by line."""

FREE: Final = frozenset(
    {
        "frequency_penalty",
        "logprobs",
        "metadata",
        "n",
        "presence_penalty",
        "repetition_penalty",
        "seed",
        "stop",
        "stop_sequences",
        "stream",
        "temperature",
        "top_k",
        "top_logprobs",
        "top_p",
        "user",
    }
)
"""Options that change no input token and no length of an answer."""

APART: Final = "</think>"
"""What some templates take a text apart by."""

_MARK: Final = re.compile("\ue000(\\d+)\ue001")


@dataclass(slots=True)
class Moulds:
    """The kinds met so far, each with its request of marks."""

    _requests: dict[Key, Request | None] = field(default_factory=dict)

    def pour(self, entry: Entry) -> tuple[Key, tuple[str, ...], Request] | None:
        """Find the kind of a request, its texts and its marks, if it has no more than texts.

        >>> from tokest.prompts.batch.envelopes import Entry
        >>> body = {"model": "m", "messages": [{"role": "user", "content": "Hi"}]}
        >>> entry = Entry(shape="openai", id="1", endpoint="/v1", model="m", body=body)
        >>> Moulds().pour(entry)[:2]
        ((('user',), (('model', 'str', 'm'),)), ('Hi',))
        """
        found = _texts(entry.body)
        if found is None:
            return None
        key, texts = found
        if key not in self._requests:
            if len(self._requests) >= MOST_KINDS:
                return None
            self._requests[key] = _marked(entry.body, key[0])
        request = self._requests[key]
        return None if request is None else (key, texts, request)


def cast(run: str) -> tuple[str | int, ...]:
    r"""Part a run at its marks: text, and places of texts.

    >>> cast("user\n\ue0000\ue001")
    ('user\n', 0)
    """
    parts = _MARK.split(run)
    found = [int(part) if at % 2 else part for at, part in enumerate(parts)]
    return tuple(part for part in found if part != "")


def _texts(body: dict[str, Any]) -> tuple[Key, tuple[str, ...]] | None:
    """Read the roles and the texts of a request that has nothing else."""
    messages = body.get("messages")
    if type(messages) is not list:
        return None
    roles, texts = [], []
    for message in messages:
        if type(message) is not dict or len(message) != 2:  # noqa: PLR2004  # role and content
            return None
        role, text = message.get("role"), message.get("content")
        if type(role) is not str or type(text) is not str or not text or _is_read_alone(text):
            return None
        roles.append(role)
        texts.append(text)
    rest = tuple(
        (name, type(value).__name__, value)  # 1 is no truth value, though it equals one
        for name, value in body.items()
        if name not in FREE and name != "messages"
    )
    if any(isinstance(value, list | dict) for *_, value in rest):
        return None
    return (tuple(roles), rest), tuple(texts)


def _is_read_alone(text: str) -> bool:
    return APART in text or text.startswith(FILE)


def _marked(body: dict[str, Any], roles: tuple[str, ...]) -> Request | None:
    marks = [{"role": role, "content": f"\ue000{at}\ue001"} for at, role in enumerate(roles)]
    request = read_request({**body, "messages": marks})
    return None if request.extras or request.tools else request
