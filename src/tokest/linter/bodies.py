"""Requests as they are sent, counted with all that their API writes around the texts."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, TypeVar

from tokest.errors import InputError
from tokest.linter.rule import Count, total
from tokest.units import MOST_TOKENS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tokest.prompts.batch.counting import Content
    from tokest.prompts.batch.envelopes import Shape
    from tokest.prompts.batch.moulds import Moulds
    from tokest.prompts.counting import Way
    from tokest.prompts.values import Message, Request

PER_REQUEST, PER_MESSAGE = 2_048, 64
"""Tokens that no template adds to a request of texts alone, and to each message. Tested."""

UNREAD: Final = "the chat template"
Shown = TypeVar("Shown")


@dataclass(frozen=True, slots=True)
class Body:
    """The JSON of a request, and its texts, should it be none that an API takes.

    `endpoint` is that of a line of a batch file, `shape` whose envelope the line has.
    """

    json: str
    texts: tuple[str, ...]
    endpoint: str = ""
    shape: Shape = "openai"


def count_bodies(bodies: Sequence[Body], way: Way) -> list[Count]:
    """Count requests for one model, as ``tokest estimate`` and ``tokest batch`` do.

    >>> from tokest.prompts.counting import Way
    >>> body = Body('{"messages": [{"role": "user", "content": "Hello World"}]}', ("Hello World",))
    >>> str(count_bodies([body], Way(model="qwen-max"))[0])
    '10 tokens (exact, qwen)'
    """
    from tokest.prompts.batch.moulds import Moulds  # noqa: PLC0415  # requests only

    moulds = Moulds()
    read = [_read(one, moulds) for one in bodies]
    apart = [at for at, one in enumerate(bodies) if read[at] is not None and not one.endpoint]
    lines = [at for at, one in enumerate(bodies) if read[at] is not None and one.endpoint]
    found: dict[int, Count] = {}
    for at, content in zip(apart, _present(read, apart), strict=True):
        made = _estimated(content.request, way)
        if made is not None:
            found[at] = made
    found |= _batched(lines, _present(read, lines), way)
    return [
        found[at] if at in found else _texts_alone(body.texts, way)
        for at, body in enumerate(bodies)
    ]


def _present(read: list[Content | None], places: list[int]) -> list[Content]:
    return [content for at in places if (content := read[at]) is not None]


def _read(body: Body, moulds: Moulds) -> Content | None:
    from tokest.prompts.batch.counting import Content, read_content  # noqa: PLC0415  # requests only
    from tokest.prompts.batch.envelopes import Entry  # noqa: PLC0415
    from tokest.prompts.shapes.recognise import read_request  # noqa: PLC0415

    try:
        data: Any = json.loads(body.json)
        if not body.endpoint:
            return Content(request=_shut(read_request(data)), size=0)
        entry = Entry(shape=body.shape, id=None, endpoint=body.endpoint, model=None, body=data)
        content = read_content(entry, moulds)
    except (InputError, ValueError, RecursionError):
        return None
    return replace(content, request=_shut(content.request))


def _estimated(request: Request, way: Way) -> Count | None:
    from tokest.prompts.counting import count_request  # noqa: PLC0415  # requests only

    try:
        one = count_request(request, way)
    except InputError as error:
        if error.where in ("method", "model, encoding"):
            raise
        return None
    parts = [part for part in one.parts if part.tokens is None]
    known = sum(part.tokens or 0 for part in one.parts)
    return Count(
        known if one.tokens is None else one.tokens,
        min(one.low, known),
        MOST_TOKENS if one.high is None else one.high,
        one.method,
        str(one.encoding),
        ", ".join(f"{part.kind} {part.label}".strip() for part in parts),
    )


def _batched(places: list[int], contents: list[Content], way: Way) -> dict[int, Count]:
    from tokest.prompts.batch.counting import count_contents  # noqa: PLC0415  # batch files only

    if not contents:
        return {}
    encoding = _texts_alone((), way).encoding
    found = {}
    for at, one in zip(places, count_contents(contents, way), strict=True):
        if not isinstance(one, str):
            high = MOST_TOKENS if one.high is None else one.high
            method = one.method or "exact"
            # The texts are counted exactly; of what is around them that need not be known.
            method = "measured" if method == "exact" and one.low < high else method
            found[at] = Count(one.tokens, one.low, high, method, encoding, ", ".join(one.unknown))
    return found


def _texts_alone(texts: tuple[str, ...], way: Way) -> Count:
    from tokest.tokens.estimate import estimate_many  # noqa: PLC0415  # vocabularies

    names = () if way.encoding is not None else (str(way.model),)
    encodings = () if way.encoding is None else (way.encoding,)
    clean = [text.encode("utf-8", "replace").decode() for text in texts]
    rows = estimate_many(clean or [""], names, encodings=encodings, method=way.method)
    counts = tuple(
        Count(one.tokens or 0, one.low, one.high or 0, one.method, str(one.encoding))
        for (one,) in rows
    )
    found = total(counts)
    return replace(found, high=MOST_TOKENS, unknown=UNREAD) if texts else found


def _shut(request: Request) -> Request:
    """Leave files that a request names unread: a linter opens what it is given and nothing else."""
    return replace(request, messages=tuple(_shut_message(one) for one in request.messages))


def _shut_message(message: Message) -> Message:
    from tokest.prompts.values import ToolResult  # noqa: PLC0415  # requests only

    parts = (
        replace(part, parts=tuple(_closed(one) for one in part.parts))
        if isinstance(part, ToolResult)
        else _closed(part)
        for part in message.parts
    )
    return replace(message, parts=tuple(parts))


def _closed(part: Shown) -> Shown:
    from tokest.prompts.media.values import Media  # noqa: PLC0415  # requests only

    source = part.source if isinstance(part, Media) else None
    if not isinstance(part, Media) or not isinstance(source, str):
        return part
    local = source[:5].lower() == "file:" or not (
        source[:5].lower() == "data:" or "://" in source[:16]
    )
    return replace(part, source=None) if local else part
