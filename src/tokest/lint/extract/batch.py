"""JSON Lines: batch files and fine-tuning files, line by line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tokest.lint.extract.jsontree import parse
from tokest.lint.extract.shapes import prompts_of
from tokest.lint.extract.tree import Node
from tokest.lint.values import Document, Problem, Prompt, Request, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokest.lint.source import Source

_BODIES: Final = ("body", "params", "request")
MOST_PROBLEMS: Final = 100
"""Broken lines that are reported one by one."""


def read(source: Source, *, keys: tuple[str, ...]) -> Document:
    """Read each line as a request, a conversation, or a record with prompt keys."""
    prompts: list[Prompt] = []
    problems: list[Problem] = []
    for number, start, end in _lines(source.text):
        found = parse(source.text, start, end)
        if isinstance(found, Problem):
            if len(problems) < MOST_PROBLEMS:
                problems.append(found)
            continue
        prompts += _line(source, found, number, keys)
    return Document(source=source, prompts=tuple(prompts), problems=tuple(problems))


def is_request(line: str) -> bool:
    """Whether a line looks like a request of a batch or a fine-tuning file.

    >>> is_request('{"custom_id": "a", "body": {"messages": []}}')
    True
    """
    return line.lstrip().startswith("{") and (
        ('"messages"' in line and '"role"' in line)
        or ('"custom_id"' in line and ('"body"' in line or '"params"' in line))
        or ('"request"' in line and '"contents"' in line)
    )


def _lines(text: str) -> Iterator[tuple[int, int, int]]:
    start, number = 0, 1
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if text[start:end].strip():
            yield number, start, end
        start, number = end + 1, number + 1


def _line(source: Source, node: Node, number: int, keys: tuple[str, ...]) -> Iterator[Prompt]:
    name = next((key for key in _BODIES if node.get(key) is not None), None)
    body = node.get(name) if name else None
    custom = node.get("custom_id")
    label = f"[{number}]"
    for prompt in prompts_of(source, body or node, keys=keys, prefix=label, templated=False):
        request = prompt.request or Request()
        if body is not None:
            request = replace(
                request,
                custom_id=str(custom.value) if custom is not None else "",
                url=node.text("url"),
                provider={"params": "anthropic", "request": "google"}.get(name or "", "openai"),
                span=Span(custom.start, custom.end) if custom else Span(node.start, node.start + 1),
                shape="batch",
            )
        elif prompt.request is not None:
            request = replace(request, shape="conversation" if not request.model else request.shape)
        prompt.request = request
        yield prompt
