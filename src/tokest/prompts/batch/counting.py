"""Count the requests of a batch file, many at a time.

A request of nothing but text is written out and counted with all others in one pass. One with
tools, media or parts that are not known is counted like any request, on its own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from math import ceil, hypot
from typing import TYPE_CHECKING, Final

from tokest.errors import InputError
from tokest.prompts.batch.moulds import Moulds, cast
from tokest.prompts.counting import Way, applies, count_request, form_size
from tokest.prompts.plain import as_list, as_text, check_plain
from tokest.prompts.schemas import write_schema
from tokest.prompts.shapes.recognise import read_request
from tokest.prompts.templates import find_template
from tokest.prompts.values import Message, Request, Text
from tokest.prompts.writing.request import write_request
from tokest.tokens.estimate import estimate_many
from tokest.tokens.methods import TEXT_ALONE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tokest.prompts.batch.envelopes import Entry
    from tokest.prompts.batch.moulds import Key
    from tokest.prompts.templates import Found
    from tokest.prompts.writing.bits import Bit
    from tokest.tokens.values import Estimate

_PLAIN: Final = {"/v1/embeddings": "input", "/v1/completions": "prompt", "/v1/moderations": "input"}
"""Endpoints whose requests are nothing but text, and the key where it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a line asks for, and about how much text that is.

    A request of a kind has marks where its `texts` belong; without a kind, texts are all it is.
    """

    request: Request
    size: int
    texts: tuple[str, ...] | None = None
    kind: Key | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """Input tokens of one request, and what has to be said with them.

    `unknown` names parts that nobody can count; `tokens` are those of the others, and ``high`` is
    ``None`` where no bound is known. `media` says how many are of which kind of media.
    """

    tokens: int
    low: int
    high: int | None
    notes: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    method: str | None = None
    media: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Plan:
    """A request of text: what is counted, and the tokens that are known, with their bounds."""

    runs: tuple[str, ...]
    tokens: int = 0
    less: tuple[int, ...] = ()
    more: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()


_Cast = tuple[_Plan, tuple[tuple[str | int, ...], ...]]


def read_content(entry: Entry, moulds: Moulds) -> Content:
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
    >>> read_content(entry, Moulds()).texts
    ('a', 'b')
    """
    key = _PLAIN.get(entry.endpoint)
    if key is not None:
        return _plain(entry, key)
    poured = moulds.pour(entry)
    if poured is not None:
        kind, texts, request = poured
        return Content(request=request, size=sum(map(len, texts)), texts=texts, kind=kind)
    request = read_request(entry.body)
    parts = (part for message in request.messages for part in message.parts)
    size = sum(len(part.text) for part in parts if isinstance(part, Text))
    return Content(request=request, size=size)


def _plain(entry: Entry, key: str) -> Content:
    """Read a request that is nothing but text."""
    check_plain(entry.body, "body")
    given = entry.body.get(key)
    texts = [given] if isinstance(given, str) else as_list(given, key)
    found = tuple(as_text(text, f"{key}[{number}]") for number, text in enumerate(texts))
    request = Request(api="chat", messages=(), model=entry.model)
    return Content(request=request, size=sum(map(len, found)), texts=found)


def count_contents(contents: Sequence[Content], way: Way) -> list[Counted | str]:
    """Count requests in one pass; a request that cannot be counted is its reason instead.

    Raises
    ------
    InputError, UnknownModelError, VocabularyMissingError
        when the model or the method fits no request at all.
    """
    try:
        return _count(contents, way)
    except InputError as error:
        if error.where in ("method", "model, encoding"):
            raise
        if len(contents) == 1:
            return [error.what]  # where it is in what was written out helps nobody
        # One of them cannot be counted: find out which.
        return [one for content in contents for one in count_contents([content], way)]


def _count(contents: Sequence[Content], way: Way) -> list[Counted | str]:
    template = find_template(way.model)
    cast_kinds: dict[Key, _Cast | None] = {}
    plans = [_plan(content, template, way, cast_kinds) for content in contents]
    wanted = dict.fromkeys(run for plan in plans if isinstance(plan, _Plan) for run in plan.runs)
    counts = _estimate(tuple(wanted), way)
    return [_sum(plan, counts) if isinstance(plan, _Plan) else _whole(plan) for plan in plans]


def _plan(
    content: Content, found: Found, way: Way, kinds: dict[Key, _Cast | None]
) -> _Plan | Estimate:
    """Plan how a request is counted, or count it at once if it takes more than text."""
    texts = content.texts
    if texts is None or way.method == "rule":
        return _written(_whole_request(content), found, way)
    if content.kind is None:
        return _embedded(texts, found, way)
    if content.kind not in kinds:
        kinds[content.kind] = _cast(_written(content.request, found, way))
    known = kinds[content.kind]
    if known is None:
        return _written(_whole_request(content), found, way)
    plan, shape = known
    if found.template.trim:
        texts = tuple(text.strip() for text in texts)
    runs = (
        "".join([texts[part] if isinstance(part, int) else part for part in run]) for run in shape
    )
    return replace(plan, runs=tuple(runs))


def _whole_request(content: Content) -> Request:
    """Put the texts of a request where its marks are."""
    request = content.request
    if content.texts is None or content.kind is None:
        return request
    messages = (
        replace(message, parts=(Text(text=text),))
        for message, text in zip(request.messages, content.texts, strict=True)
    )
    return replace(request, messages=tuple(messages))


def _cast(plan: _Plan | Estimate) -> _Cast | None:
    """Part what came of marks at them, unless it takes more than text."""
    return (plan, tuple(map(cast, plan.runs))) if isinstance(plan, _Plan) else None


def _embedded(texts: tuple[str, ...], found: Found, way: Way) -> _Plan | Estimate:
    """Plan texts that are each sent alone, as those of embeddings are."""
    runs: list[str] = []
    tokens = 0
    for text in texts:
        message = Message(role="user", parts=(Text(text=text),), where="input")
        plan = _written(Request(api="chat", messages=(message,)), found, way)
        if not isinstance(plan, _Plan):
            return _Plan(runs=texts)
        runs += plan.runs
        tokens += plan.tokens
    return _Plan(runs=tuple(runs), tokens=tokens)


def _written(request: Request, found: Found, way: Way) -> _Plan | Estimate:
    """Write a request out, and plan it if it is of text alone."""
    template = found.template
    if way.method == "rule" or request.tools or request.extras:
        return count_request(request, way)
    bits = [*write_request(request, template), *write_schema(request, template)]
    if any(bit.media or bit.kind not in {"content", "template"} for bit in bits):
        return count_request(request, way)
    return _text_plan(request, bits, found)


def _text_plan(request: Request, bits: Sequence[Bit], found: Found) -> _Plan:
    """Plan a request of text: its runs, and what is around them."""
    template, turns = found.template, len(request.messages)
    doubt = template.doubt
    less = [doubt.request.low + turns * doubt.message.low]
    more = [doubt.request.high + turns * doubt.message.high]
    tokens = sum(bit.control for bit in bits)
    notes = []
    for hidden in template.hidden:
        if applies(hidden, request, template):
            tokens += hidden.tokens
            less.append(hidden.tokens - hidden.low)
            more.append(hidden.high - hidden.tokens)
    forms = template.thinking
    if forms and forms.default == "unsure" and request.options.thinking is None:
        more.append(max(form_size(forms.on), form_size(forms.off)))
    if found.assumed:
        notes.append(f"the template {template.name} is assumed")
    runs = tuple(
        "".join(bit.text for bit in run)
        for is_text, run in groupby(bits, key=lambda bit: bool(bit.text))
        if is_text
    )
    return _Plan(runs, tokens, tuple(less), tuple(more), tuple(notes))


def _estimate(texts: tuple[str, ...], way: Way) -> dict[str, Estimate]:
    models = () if way.model is None or way.encoding is not None else (way.model,)
    rows = estimate_many(
        texts,
        models,
        encodings=() if way.encoding is None else (way.encoding,),
        method=way.method,
        places=way.places,
        sample=way.sample,
    )
    return {text: row[0] for text, row in zip(texts, rows, strict=True)}


def _sum(plan: _Plan, counts: dict[str, Estimate]) -> Counted:
    own = [counts[run] for run in plan.runs]
    tokens = plan.tokens + sum(one.tokens or 0 for one in own)
    below = sum((one.tokens or 0) - one.low for one in own)
    above = sum((one.high or 0) - (one.tokens or 0) for one in own)
    return Counted(
        tokens=tokens,
        low=max(0, tokens - ceil(hypot(below, *plan.less))),
        high=tokens + ceil(hypot(above, *plan.more)),
        notes=(*plan.notes, *(note for note in _notes(own) if note != TEXT_ALONE)),
        method=own[0].method if own else None,
    )


def _notes(own: list[Estimate]) -> tuple[str, ...]:
    return own[-1].assumptions if own else ()


def _whole(found: Estimate) -> Counted:
    """Read the estimate of a request that was counted on its own."""
    known = sum(part.tokens or 0 for part in found.parts)
    unknown = tuple(
        f"{part.kind} {part.label}".strip() for part in found.parts if part.tokens is None
    )
    tokens = known if found.tokens is None else found.tokens
    media: dict[str, int] = {}
    for part in found.parts:
        if part.kind == "media" and part.tokens:
            kind = part.label.partition(" ")[0]
            media[kind] = media.get(kind, 0) + part.tokens
    return Counted(
        tokens=tokens,
        low=found.low,
        high=found.high,
        notes=found.assumptions,
        unknown=unknown,
        method=found.method,
        media=tuple(media.items()),
    )
