"""JSON Lines: batch files and fine-tuning files, line by line."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from tokest.linter.bodies import Body
from tokest.linter.extract.jsontree import parse
from tokest.linter.extract.shapes import prompts_of, request_of
from tokest.linter.values import Batch, Document, Line, Problem, Prompt, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokest.linter.extract.tree import Node
    from tokest.linter.source import Source
    from tokest.linter.values import Fill
    from tokest.prompts.batch.envelopes import Shape

_BODIES: Final = ("body", "params", "request")
_ENVELOPES: Final[dict[str, tuple[Shape, str]]] = {
    "body": ("openai", "/v1/chat/completions"),
    "params": ("anthropic", "/v1/messages"),
    "request": ("google", "generateContent"),
}
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
    lines = tuple(_batch_lines(prompts))
    batch = None
    if lines:
        requests = [one.request for one in prompts if one.request]
        batch = Batch(provider=requests[0].provider, size=len(source.text.encode()), lines=lines)
    return Document(source=source, prompts=tuple(prompts), problems=tuple(problems), batch=batch)


def read_large(source: Source, raw: bytes) -> Document:
    """Read of a file beyond `MAX_BYTES` only what its provider limits: its requests and their ids.

    >>> from tokest.linter.source import Source
    >>> line = b'{"custom_id": "a", "body": {"model": "qwen-max"}}'
    >>> read_large(Source("a.jsonl", ""), line).batch.lines[0].model
    'qwen-max'
    """
    lines: list[Line] = []
    provider = "openai"
    for row, piece in enumerate(_pieces(raw), 1):
        try:
            data = json.loads(piece) if piece.strip() else None
        except (ValueError, RecursionError):
            continue
        if not isinstance(data, dict) or "custom_id" not in data:
            continue
        body = data.get("body") or data.get("params") or {}
        provider = "anthropic" if "params" in data else provider
        model = body.get("model") if isinstance(body, dict) else None
        lines.append(
            Line(
                custom_id=str(data["custom_id"]),
                model=model,
                url=data.get("url"),
                span=Span(0, 0),
                row=row,
            )
        )
    batch = Batch(provider=provider, size=len(raw), lines=tuple(lines))
    what = f"{len(raw):,} bytes: only the limits of a batch file were checked"
    return Document(source=source, problems=(Problem(what),), batch=batch)


def _pieces(raw: bytes) -> Iterator[bytes]:
    start = 0
    while start < len(raw):
        end = raw.find(b"\n", start)
        end = len(raw) if end < 0 else end
        yield raw[start:end]
        start = end + 1


def _batch_lines(prompts: list[Prompt]) -> Iterator[Line]:
    seen: set[str] = set()
    for one in prompts:
        request = one.request
        if request is None or request.shape != "batch" or one.key in seen:
            continue
        seen.add(one.key)
        row = one.source.place(request.span.start)[0]
        yield Line(
            custom_id=request.custom_id,
            model=request.model,
            url=request.url,
            span=request.span,
            row=row,
        )


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
    found = prompts_of(source, body or node, keys=keys, prefix=label, templated=False)
    for prompt in found:
        request = prompt.request or request_of(source, body or node, None)
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
        if len(found) == 1 and (body is not None or prompt.body is not None):
            prompt.bounded |= prompt.kind == "text"
            prompt.body = partial(_body, source, body or node, prompt, name or "")
        yield prompt


def _body(source: Source, node: Node, prompt: Prompt, name: str, fill: Fill) -> Body:
    """Give a request as its line has it; there are no variables in a batch file."""
    shape, endpoint = _ENVELOPES.get(name, ("openai", ""))
    url = prompt.request.url if prompt.request else None
    endpoint = (url or endpoint) if shape == "openai" else endpoint
    texts = tuple(fill(part) for part in prompt.parts)
    return Body(source.text[node.start : node.end], texts, endpoint, shape)
