"""The shares of media in an estimate, by the formulas of `tokest.prompts.media`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokest.prompts.combining import Share

if TYPE_CHECKING:
    from tokest.prompts.media.values import Media


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
