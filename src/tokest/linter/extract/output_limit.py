"""Where a request in JSON takes a limit of its output, and how that is spelt there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tokest.linter.values import LimitPlace

if TYPE_CHECKING:
    from tokest.linter.extract.tree import Node
    from tokest.linter.source import Source

_INNER: Final = (
    ("generationConfig", "maxOutputTokens"),
    ("generation_config", "max_output_tokens"),
    ("parameters", "max_tokens"),
)
"""Objects inside of a request that hold its options, and the key of the limit there."""


def limit_place(source: Source, body: Node) -> LimitPlace | None:
    """Find the place behind the brace that opens the request, or its options.

    >>> from tokest.linter.extract.jsontree import parse
    >>> from tokest.linter.source import Source
    >>> text = '{"model": "m", "messages": []}'
    >>> limit_place(Source("a.json", text), parse(text)).edit("max_tokens", 5)
    Edit(start=1, end=1, text='"max_tokens": 5, ')
    """
    if not isinstance(body.children, dict) or source.text[body.start : body.start + 1] != "{":
        return None
    for name, key in _INNER:
        inner = body.get(name)
        if inner is not None and isinstance(inner.children, dict):
            return _behind(source, inner, key)
    if "contents" in body.children:
        return _behind(source, body, "maxOutputTokens", within="generationConfig")
    if "input" in body.children and "messages" not in body.children:
        dashscope = body.get("input", "messages") or body.get("input", "prompt")
        if dashscope is not None:
            return _behind(source, body, "max_tokens", within="parameters")
        return _behind(source, body, "max_output_tokens")
    return _behind(source, body, "")


def _behind(source: Source, node: Node, key: str, within: str = "") -> LimitPlace:
    """Write as the object is laid out: its next key says on which line, how far in."""
    at = node.start + 1
    rest = source.text[at : node.end]
    gap = rest[: len(rest) - len(rest.lstrip())]
    return LimitPlace(at, key, within, gap, last=not node.children)
