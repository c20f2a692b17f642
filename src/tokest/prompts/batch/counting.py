"""Count the requests of a batch file, many at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tokest.errors import InputError
from tokest.prompts.media.counting import count_media
from tokest.prompts.media.values import Media
from tokest.prompts.plain import as_list, as_text, check_plain
from tokest.prompts.shapes.recognise import read_request
from tokest.prompts.values import Reasoning, Text, ToolCall, ToolResult, Unknown
from tokest.tokens.estimate import estimate_many

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tokest.places import Places
    from tokest.prompts.batch.envelopes import Entry
    from tokest.prompts.media.values import MediaCount
    from tokest.prompts.values import Request
    from tokest.tokens.estimate import MethodChoice
    from tokest.tokens.values import Estimate

_PLAIN: Final = {"/v1/embeddings": "input", "/v1/completions": "prompt", "/v1/moderations": "input"}
"""Endpoints whose requests are nothing but text, and the key where it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What of a request is counted: texts, media, and what nobody can count."""

    texts: tuple[str, ...]
    media: tuple[Media, ...] = ()
    unknown: tuple[str, ...] = ()
    thinking: bool | None = None
    max_output: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """By what requests are counted: a model, or the encoding that stands for it."""

    model: str | None
    encoding: str | None
    method: MethodChoice
    places: Places | None = None
    provider: str | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """Input tokens of one request, and what has to be said with them."""

    tokens: int
    low: int
    high: int
    notes: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    method: str | None = None


def read_content(entry: Entry) -> Content:
    """Read what a request holds.

    Raises
    ------
    InputError
        with the place of what cannot be read.

    Examples
    --------
    >>> from tokest.prompts.batch.envelopes import Entry
    >>> body = {"model": "m", "input": ["a", "b"]}
    >>> entry = Entry(shape="openai", id="1", endpoint="/v1/embeddings", model="m", body=body)
    >>> read_content(entry).texts
    ('a', 'b')
    """
    key = _PLAIN.get(entry.endpoint)
    if key is None:
        return _content(read_request(entry.body))
    check_plain(entry.body, "body")
    given = entry.body.get(key)
    texts = [given] if isinstance(given, str) else as_list(given, key)
    found = tuple(as_text(text, f"{key}[{number}]") for number, text in enumerate(texts))
    return Content(texts=found)


def count_contents(contents: Sequence[Content], how: How) -> list[Counted | str]:
    """Count requests in one pass; a request that cannot be counted is its reason instead.

    Raises
    ------
    InputError, UnknownModelError, VocabularyMissingError
        when the model or the method fits no request at all.
    """
    texts = [text for content in contents for text in content.texts]
    try:
        estimates = _estimate(texts, how)
    except InputError as error:
        if error.where == "method":
            raise
        if len(contents) == 1:
            return [str(error)]
        # One of them cannot be counted: find out which.
        return [one for content in contents for one in count_contents([content], how)]
    found: list[Counted | str] = []
    at = 0
    for content in contents:
        own = estimates[at : at + len(content.texts)]
        at += len(content.texts)
        found.append(_sum(own, content, how))
    return found


def _estimate(texts: list[str], how: How) -> list[Estimate]:
    models = [] if how.model is None or how.encoding is not None else [how.model]
    encodings = [] if how.encoding is None else [how.encoding]
    rows = estimate_many(texts, models, encodings=encodings, method=how.method, places=how.places)
    return [row[0] for row in rows]


def _sum(own: list[Estimate], content: Content, how: How) -> Counted:
    tokens = sum(one.tokens for one in own)
    low = sum(one.low for one in own)
    high = sum(one.high for one in own)
    if not content.media and not content.unknown:
        return Counted(tokens, low, high, (), (), own[0].method if own else None)
    media = [count_media(item, how.model or "", how.provider) for item in content.media]
    return Counted(
        tokens=tokens + sum(one.tokens or 0 for one in media),
        low=low + sum(one.low for one in media),
        high=high + sum(one.high or 0 for one in media),
        notes=tuple(note for one in media if one.tokens is not None for note in one.notes),
        unknown=(*content.unknown, *map(_unknown, (one for one in media if one.tokens is None))),
        method=own[0].method if own else None,
    )


def _unknown(one: MediaCount) -> str:
    return f"{one.media.kind} in {one.media.where}: {'; '.join(one.notes)}"


def _content(request: Request) -> Content:
    texts: list[str] = []
    media: list[Media] = []
    unknown = [f"{one.what} in {one.where}" for one in request.extras]
    for part in _parts(request):
        if isinstance(part, str):
            texts.append(part)
        elif isinstance(part, Media):
            media.append(part)
        else:
            unknown.append(f"{part.what} in {part.where}")
    texts += [tool.raw for tool in request.tools]
    if request.options.schema is not None:
        texts.append(request.options.schema)
    return Content(
        texts=tuple(texts),
        media=tuple(media),
        unknown=tuple(unknown),
        thinking=request.options.thinking,
        max_output=request.options.max_output,
    )


def _parts(request: Request) -> Iterator[str | Media | Unknown]:
    for message in request.messages:
        for part in message.parts:
            if isinstance(part, ToolResult):
                yield from (_plain(inner) for inner in part.parts)
            elif isinstance(part, ToolCall):
                yield part.name
                yield part.arguments
            elif isinstance(part, Reasoning):
                yield (
                    Unknown(what="sealed reasoning", where=part.where)
                    if (part.text is None)
                    else part.text
                )
            else:
                yield _plain(part)


def _plain(part: Text | Media | Unknown) -> str | Media | Unknown:
    return part.text if isinstance(part, Text) else part
