"""Count a request: its texts by encoding, what stands around them by template, media by formula."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

from tokest.prompts.combining import Share, combine
from tokest.prompts.media_shares import media_share
from tokest.prompts.schemas import write_schema
from tokest.prompts.templates import UNKNOWN, find_template, named
from tokest.prompts.writing.request import offered, thinks, write_request
from tokest.tokens.estimate import estimate_many
from tokest.tokens.methods import TEXT_ALONE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tokest.places import Places
    from tokest.prompts.templates import Found, Hidden, Template
    from tokest.prompts.values import Request
    from tokest.prompts.writing.bits import Bit
    from tokest.tokens.estimate import MethodChoice
    from tokest.tokens.values import Estimate

TOOL_KINDS: Final = frozenset({"tool", "tools", "tool call", "tool result"})
"""Kinds whose forms may be in doubt together."""

_AROUND: Final = frozenset({"template", "name"})
"""Kinds that are written around others; what joins the two is theirs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How texts are counted: for a model or an encoding, by which method."""

    model: str | None
    encoding: str | None = None
    method: MethodChoice = "auto"
    places: Places | None = None
    sample: bool = True


@dataclass(slots=True)
class _Tally:
    """Tokens of each part, by kind and label."""

    texts: dict[tuple[str, str], int] = field(default_factory=dict)
    controls: dict[tuple[str, str], int] = field(default_factory=dict)

    def text(self, bit: Bit, tokens: int) -> None:
        key = _key(bit)
        self.texts[key] = self.texts.get(key, 0) + tokens

    def control(self, bit: Bit, tokens: int) -> None:
        key = _key(bit)
        self.controls[key] = self.controls.get(key, 0) + tokens


def count_request(request: Request, way: Way) -> Estimate:
    """Count a request that has been read.

    >>> from tokest.prompts.shapes.recognise import read_request
    >>> found = count_request(
    ...     read_request([{"role": "user", "content": "你是谁？"}]), Way(model="qwen-max")
    ... )
    >>> found.tokens, found.method, [(part.kind, part.tokens) for part in found.parts]
    (11, 'exact', [('content', 3), ('template', 8)])
    """
    return count_requests([request], way)[0]


def count_requests(requests: Sequence[Request], way: Way) -> list[Estimate]:
    """Count requests to one model, the texts of all of them in one pass."""
    found = find_template(way.model)
    written = [
        [*write_request(request, found.template), *write_schema(request, found.template)]
        for request in requests
    ]
    counted, bases = _count_texts(written, way)
    return [
        _estimate(request, bits, (counted, base), (found, way))
        for request, bits, base in zip(requests, written, bases, strict=True)
    ]


def _estimate(
    request: Request,
    bits: list[Bit],
    counts: tuple[dict[str, int], Estimate],
    how: tuple[Found, Way],
) -> Estimate:
    counted, base = counts
    found, way = how
    tally = _tally(bits, counted)
    shares = [*_shares(tally, found.template, request, base), *_others(bits, request, found, way)]
    notes = [note for note in base.assumptions if note != TEXT_ALONE]
    return combine(base, shares, way.model, [*notes, *_notes(found, way)])


def _key(bit: Bit) -> tuple[str, str]:
    return ("template", "") if bit.kind in {"template", "name"} else (bit.kind, bit.label)


def _runs(bits: Iterable[Bit]) -> list[list[Bit]]:
    """Gather texts that no control token, image or gap stands between."""
    grouped = groupby(bits, key=lambda bit: bool(bit.text))
    return [[bit for bit in run if bit.text] for is_text, run in grouped if is_text]


def _count_texts(
    written: Sequence[Sequence[Bit]], way: Way
) -> tuple[dict[str, int], Sequence[Estimate]]:
    """Count each run as a whole, and each text in it that belongs to no template alone.

    The estimates say for each request how its texts were counted, and how sure that is.
    """
    texts: dict[str, None] = {}
    for bits in written:
        for run in _runs(bit for bit in bits if not _is_empty(bit)):
            texts["".join(bit.text for bit in run)] = None
            if len(run) > 1:
                texts |= {bit.text: None for bit in run if bit.kind not in _AROUND}
    counts, first = _count(tuple(texts) or ("",), way)
    if first[0].method == "exact":
        return counts, [first[0]] * len(written)
    wholes = tuple("\n".join(bit.text for bit in bits if bit.text) for bits in written)
    return counts, _count(wholes, way)[1] if wholes else ()


def _count(texts: tuple[str, ...], way: Way) -> tuple[dict[str, int], list[Estimate]]:
    """Count texts in one pass."""
    models = () if way.encoding is not None else (way.model or "",)  # a rule of thumb needs none
    rows = estimate_many(
        texts,
        models,
        encodings=() if way.encoding is None else (way.encoding,),
        method=way.method,
        places=way.places,
        sample=way.sample,
    )
    found = [row[0] for row in rows]
    return {
        text: one.low if one.tokens is None else one.tokens
        for text, one in zip(texts, found, strict=True)
    }, found


def _is_empty(bit: Bit) -> bool:
    return not (bit.text or bit.control or bit.media) and bit.kind != "unknown"


def _tally(bits: Sequence[Bit], counted: dict[str, int]) -> _Tally:
    tally = _Tally()
    for bit in bits:
        if bit.control:
            tally.control(bit, bit.control)
    for run in _runs(bit for bit in bits if not _is_empty(bit)):
        whole = counted["".join(bit.text for bit in run)]
        inner = [bit for bit in run if bit.kind not in _AROUND] if len(run) > 1 else run
        for bit in inner:
            own = min(whole, counted[bit.text])
            tally.text(bit, own)
            whole -= own
        if whole and inner is not run:
            tally.text(next((bit for bit in run if bit.kind in _AROUND), inner[-1]), whole)
    return tally


def _shares(tally: _Tally, template: Template, request: Request, base: Estimate) -> list[Share]:
    """Make the parts of texts and templates, and say how sure each is."""
    doubt = template.doubt
    turns = len(request.messages)
    fewer, more = doubt.request.low, doubt.request.high
    around = fewer + turns * doubt.message.low, more + turns * doubt.message.high
    below, above = _ratios(base)
    factor = (template if template.tools else named(UNKNOWN)).doubt.tools
    shares = []
    for key in dict.fromkeys((*tally.texts, *tally.controls, ("template", ""))):
        kind, label = key
        text, control = tally.texts.get(key, 0), tally.controls.get(key, 0)
        tokens = text + control
        share = Share(kind=kind, label=label, tokens=tokens, method=base.method)
        share.doubt("text", round(text * (1 - below)), round(text * (above - 1)))
        if kind == "template" and (not template.exact or any(around)):
            share.doubt("template", -around[0], around[1])
        if kind in TOOL_KINDS and factor is not None:
            low, high = float(factor.low), float(factor.high)
            share.doubt("tools", round(tokens * (1 - low)), round(tokens * (high - 1)))
        if share.tokens or share.doubts:
            shares.append(share)
    return shares


def _ratios(base: Estimate) -> tuple[float, float]:
    if not base.tokens or base.high is None:
        return 1.0, 1.0
    return base.low / base.tokens, base.high / base.tokens


def _others(bits: Sequence[Bit], request: Request, found: Found, way: Way) -> list[Share]:
    """Make the parts of media, of what is hidden, and of what is not known."""
    template = found.template
    media = [replace(bit.media, api=request.api) for bit in bits if bit.media]
    shares = [media_share(item, way.model) for item in media]
    shares += [Share(kind="unknown", label=bit.label) for bit in bits if bit.kind == "unknown"]
    shares += [
        Share.between(f"hidden: {one.why}", one.low, one.tokens, one.high)
        for one in template.hidden
        if applies(one, request, template)
    ]
    forms = template.thinking
    if request.options.thinking is None and forms and forms.default == "unsure":
        most = max(form_size(forms.on), form_size(forms.off))
        shares.append(Share.between("hidden: thinking on or off, which is not said", 0, 0, most))
    return shares


def form_size(form: str) -> int:
    """Count the words and gaps of a suffix such as ``<think>``."""
    return form.count("<") + form.count("\n\n") + form.replace("\n\n", "").count("\n")


def applies(hidden: Hidden, request: Request, template: Template) -> bool:
    """Say whether a provider adds what is hidden to a request."""
    tools = offered(request, template)
    thinking = thinks(request.options.thinking, template)
    forced = request.options.tool_choice not in {None, "auto", "none"}
    described = any(tool.description for tool in tools)
    holds = (
        (hidden.thinking, thinking),
        (hidden.tools, bool(tools)),
        (hidden.forced, forced),
        (hidden.described, described),
    )
    return (not hidden.api or request.api in hidden.api) and all(
        wanted is None or wanted == given for wanted, given in holds
    )


def _notes(found: Found, way: Way) -> list[str]:
    template = found.template
    of = f"the template {template.name} of {template.checked} ({template.basis}; {template.source})"
    if not found.assumed:
        return [of]
    named = way.model or f"the encoding {way.encoding}"
    return [f"{named} is assumed to have {of}"]
