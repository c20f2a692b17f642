"""The shares of media in an estimate, by the formulas of `tokest.prompts.media`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tokest.prompts.combining import Share
from tokest.units import UNITS, Usage

if TYPE_CHECKING:
    from tokest.prompts.media.values import Media
    from tokest.tokens.values import Estimate

    Kinds = tuple[tuple[str, int], ...]

APART: Final = frozenset(
    unit.field
    for unit in UNITS
    if unit.inside == "input_tokens" and unit.field.startswith("input_")
)
"""Kinds of input that may have a price of their own."""


def media_share(media: Media, model: str | None) -> Share:
    """Count one image, sound, film or document; without a model no formula holds."""
    label = f"{media.kind} {media.where}"
    if model is None:
        note = f"{media.where}: what media cost depends on the model: name one"
        return Share(kind="media", label=label, notes=(note,))
    from tokest.prompts.media.counting import count_media  # noqa: PLC0415  # texts need no formulas

    found = count_media(media, model)
    notes = tuple(f"{media.where}: {note}" for note in found.notes)
    if found.tokens is None:
        return Share(kind="media", label=label, least=found.low, most=found.high, notes=notes)
    share = Share(kind="media", label=label, tokens=found.tokens, method="exact", notes=notes)
    most = found.tokens if found.high is None else found.high
    share.doubt(media.where, found.tokens - found.low, most - found.tokens)
    return share


def media_tokens(found: Estimate) -> Kinds:
    """Say how many tokens of an estimate are of which kind of media.

    >>> from tokest.prompts.estimate import estimate
    >>> part = {"type": "image_url", "image_url": {"url": "a.png"}, "width": 64, "height": 64}
    >>> media_tokens(estimate([{"role": "user", "content": [part]}], "qwen3-vl-plus"))
    (('image', 6),)
    """
    kinds: dict[str, int] = {}
    for part in found.parts:
        if part.kind == "media" and part.tokens:
            kind = part.label.partition(" ")[0]
            kinds[kind] = kinds.get(kind, 0) + part.tokens
    return tuple(kinds.items())


def usage_of(tokens: int, output_tokens: int, media: Kinds, counted: int) -> Usage:
    """Make the usage of so many tokens; of fewer than were `counted`, media have their share.

    >>> usage_of(100, 50, (("image", 80),), 200)
    ... # doctest: +ELLIPSIS
    Usage(input_tokens=100, input_image_tokens=40, ...
    """
    fewer = tokens < counted
    apart: dict[str, Any] = {
        f"input_{kind}_tokens": count * tokens // counted if fewer else count
        for kind, count in media
        if f"input_{kind}_tokens" in APART
    }
    return Usage(input_tokens=tokens, output_tokens=output_tokens, **apart)
