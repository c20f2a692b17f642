"""What a line of a batch file wraps a request in: OpenAI's, Anthropic's or Google's shape."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

from tokest.errors import InputError
from tokest.nearest import nearest
from tokest.prompts.plain import as_mapping, as_text, kind_of

Shape = Literal["openai", "anthropic", "google"]

ENDPOINTS: Final = (
    "/v1/chat/completions",
    "/v1/responses",
    "/v1/completions",
    "/v1/embeddings",
    "/v1/moderations",
    "/v1/chat/ds-test",
)
"""URLs that lines of OpenAI's shape name; the last one is Model Studio's for trying a file."""

LONGEST_ID: Final = 64
"""Characters of an id that are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A request and what its line says of it."""

    shape: Shape
    id: str | None
    endpoint: str
    model: str | None
    body: dict[str, Any]


def open_envelope(data: object) -> Entry:
    """Take a request out of its line.

    Raises
    ------
    InputError
        with the key that is missing or wrong.

    Examples
    --------
    >>> line = {"custom_id": "a", "method": "POST", "url": "/v1/chat/completions",
    ...         "body": {"model": "qwen-plus", "messages": []}}
    >>> open_envelope(line).model
    'qwen-plus'
    >>> open_envelope({"key": "a", "request": {"contents": []}}).shape
    'google'
    >>> open_envelope({"messages": []})
    Traceback (most recent call last):
    tokest.errors.InputError: line: a bare request; it goes into body, beside custom_id, method, url
    """
    raw = as_mapping(data, "line")
    if "body" in raw:
        return _openai(raw)
    if "params" in raw:
        body = as_mapping(raw["params"], "params")
        return _entry("anthropic", _id(raw, "custom_id"), "/v1/messages", body)
    if "request" in raw:
        body = as_mapping(raw["request"], "request")
        key = _id(raw, "key") if "key" in raw else None
        return _entry("google", key, "generateContent", body)
    if {"messages", "contents", "input", "prompt"} & raw.keys():
        bare = "a bare request; it goes into body, beside custom_id, method, url"
        raise InputError("line", bare)
    keys = ", ".join(map(repr, list(raw)[:5]))[:80] or "nothing"
    raise InputError("line", f"expected custom_id, method, url and body, got {keys}")


def _openai(raw: dict[str, Any]) -> Entry:
    body = as_mapping(raw["body"], "body")
    known = _id(raw, "custom_id")
    method = raw.get("method")
    if method != "POST":
        raise InputError("method", f"must be 'POST', got {method!r:.40}")
    url = raw.get("url")
    if url not in ENDPOINTS:
        close = nearest(url, ENDPOINTS[:-1], most=1) if isinstance(url, str) else ()
        hint = f", did you mean {close[0]!r}?" if close else f"; known: {', '.join(ENDPOINTS[:4])}"
        what = f"{url[:LONGEST_ID]!r}" if isinstance(url, str) else kind_of(url)
        raise InputError("url", f"{what} is no endpoint of batch files{hint}")
    return _entry("openai", known, url, body)


def _entry(shape: Shape, known: str | None, endpoint: str, body: dict[str, Any]) -> Entry:
    model = body.get("model")
    if model is not None and not isinstance(model, str):
        raise InputError("model", f"must be a str, got {kind_of(model)}")
    if shape != "google" and not model:
        raise InputError("model", "is missing")
    name = model.removeprefix("models/") if model else None
    return Entry(shape=shape, id=known, endpoint=endpoint, model=name, body=body)


def _id(raw: dict[str, Any], key: str) -> str:
    found = raw.get(key)
    if found is None or found == "":
        raise InputError(key, "is missing" if found is None else "is empty")
    return as_text(found, key)
