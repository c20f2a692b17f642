"""The text of a logged request, for counting it; it is never kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokest.usage.logs.objects import Json

HOLDERS: Final = ("request", "body", "params", "input")
TEXTS: Final = (
    "system",
    "instructions",
    "messages",
    "prompt",
    "input",
    "contents",
    "text",
    "parts",
)
INNER: Final = ("content", "text", "parts")
TURNS: Final = frozenset({"messages", "contents", "input", "prompt"})
"""Keys of which the body of a request has one."""

DEEPEST: Final = 8


def request_text(line: Json) -> str | None:
    r"""Give the text of a request in a log line; ``None`` when it is not there.

    >>> request_text({"request": {"messages": [{"role": "user", "content": "你是谁？"}]}})
    '你是谁？'
    >>> request_text({"usage": {"prompt_tokens": 9}}) is None
    True
    """
    found = [text for holder in _holders(line) for text in _texts(holder)]
    return "\n".join(found) if found else None


def request_body(line: Json) -> Json | None:
    """Give the body of a request in a log line; ``None`` when it is not there.

    >>> request_body({"request": {"messages": []}, "usage": {}})
    {'messages': []}
    """
    return next((holder for holder in _holders(line) if TURNS & holder.keys()), None)


def _holders(line: Json) -> Iterator[Json]:
    inner = [line[name] for name in HOLDERS if isinstance(line.get(name), dict)]
    for level in inner or [line]:
        deeper = level.get("body") or level.get("input")
        yield deeper if isinstance(deeper, dict) else level


def _texts(holder: Json) -> Iterator[str]:
    for name in TEXTS:
        yield from _strings(holder.get(name), DEEPEST)


def _strings(value: Any, deep: int) -> Iterator[str]:  # noqa: ANN401  # any JSON
    if isinstance(value, str):
        yield value
    elif deep and isinstance(value, list):
        for one in value:
            yield from _strings(one, deep - 1)
    elif deep and isinstance(value, dict):
        for name in INNER:
            yield from _strings(value.get(name), deep - 1)
