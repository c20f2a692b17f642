"""Count one image, sound, film or document of a request."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Final

from tokest.prompts.media.families import find_media_family
from tokest.prompts.media.sources import measure
from tokest.prompts.media.values import Counted, MediaCount

if TYPE_CHECKING:
    from tokest.prompts.media.values import Family, Formula, Media

MOST: Final[dict[str, float]] = {
    "width": 10**6,
    "height": 10**6,
    "seconds": 10**6,
    "fps": 1000,
    "frames": 10**6,
    "pages": 10**6,
    "min_pixels": 10**12,
    "max_pixels": 10**12,
}
"""Larger figures are mistakes, not media."""

FRACTIONAL: Final = ("seconds", "fps")


def count_media(media: Media, model: str) -> MediaCount:
    """Count what an item of a request costs in input tokens.

    Sizes that the item does not give are read from the head of its file. What is not known, a
    formula or a size, makes the count ``None``, with the reason in its notes and the bounds that
    are known all the same.

    Examples
    --------
    >>> from tokest.prompts.media.values import Media
    >>> photo = Media(kind="image", where="messages[0]", width=1920, height=1080)
    >>> count_media(photo, "qwen3-vl-plus").tokens
    2042
    >>> found = count_media(photo, "glm-4.7")
    >>> found.tokens, found.notes
    (None, ('no token formula of glm-4.7 for images is on record',))
    """
    family = find_media_family(model)
    formula = family.formula(media.kind) if family else None
    if family is None or formula is None:
        reason = f"no token formula of {model} for {_PLURAL[media.kind]} is on record"
        return _unknown(media, reason, note=family.note if family else None)
    problem = _wrong(media)
    if problem:
        return _unknown(media, problem)
    measured, problems = measure(media, formula.needs(media))
    problem = _wrong(measured)
    if problems or problem:
        return _unmeasured(measured, formula, family, (*problems, *([problem] if problem else [])))
    if media.kind == "image" and _too_long(measured, family):
        reason = f"sides of more than {family.max_side:,} pixels are refused"
        return _unknown(measured, reason)
    return _finish(measured, formula.count(measured), family)


_PLURAL: Final = {
    "image": "images",
    "audio": "audio",
    "video": "video",
    "document": "documents",
}


def _wrong(item: Media) -> str | None:
    """Say which figure of an item cannot be."""
    for name, most in MOST.items():
        value = getattr(item, name)
        if value is None:
            continue
        kinds = (int, float) if name in FRACTIONAL else int
        if isinstance(value, bool) or not isinstance(value, kinds) or not isfinite(value):
            what = "number" if name in FRACTIONAL else "whole number"
            return f"{name} must be a {what}, got {value!r}"
        if value <= 0:
            return f"{name} must be more than 0, got {value}"
        if value > most:
            return f"{name} must be at most {most:,.0f}, got {value:,}"
    return None


def _too_long(item: Media, family: Family) -> bool:
    longest = max(item.width or 0, item.height or 0)
    return family.max_side is not None and longest > family.max_side


def _unknown(item: Media, *reasons: str, note: str | None = None) -> MediaCount:
    notes = (*reasons, *([note] if note else []))
    return MediaCount(media=item, tokens=None, low=0, high=None, source=None, notes=notes)


def _unmeasured(
    item: Media, formula: Formula, family: Family, reasons: tuple[str, ...]
) -> MediaCount:
    low, high = formula.bounds(item)
    counted = Counted(tokens=None, low=low, high=high, notes=reasons)
    return _finish(item, counted, family)


def _finish(item: Media, counted: Counted, family: Family) -> MediaCount:
    notes = list(counted.notes)
    if family.status != "documented" and counted.tokens is not None:
        notes.append(f"{family.name}: the formula is {_SAID[family.status]}")
    if family.note:
        notes.append(family.note)
    return MediaCount(
        media=item,
        tokens=counted.tokens,
        low=counted.low,
        high=counted.high,
        source=family.source,
        notes=tuple(notes),
    )


_SAID: Final = {
    "measured": "measured, not documented",
    "secondary": "taken from others, not from the provider",
    "assumed": "assumed to be that of the models before",
}
