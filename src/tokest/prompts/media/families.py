"""Find how a model counts media (`data/media.yaml`)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from tokest.documents.reading import read
from tokest.prompts.media.schema import FAMILIES
from tokest.resources import data_file

if TYPE_CHECKING:
    from tokest.prompts.media.values import Family

BOUNDARIES: Final = "-:@"
"""What may follow a family's name in the name of one of its models."""


def find_media_family(model: str, provider: str | None = None) -> Family | None:
    """Find the family of a model by the longest name that starts its own.

    A family that holds for the provider alone comes before those that hold everywhere. Without
    a family, nothing is known of how the model counts media.

    >>> find_media_family("qwen3-vl-plus-2025-12-19").name
    'qwen3-vl-plus'
    >>> find_media_family("no-such-model") is None
    True
    """
    name = model.lower().removeprefix("ft:").rsplit("/", 1)[-1]
    everywhere, special = _rules()
    ends = [end for end in range(len(name), 0, -1) if end == len(name) or name[end] in BOUNDARIES]
    for end in ends:
        found = special.get((name[:end], (provider or "").lower()))
        found = found or everywhere.get(name[:end])
        if found:
            return found
    return None


@cache
def families() -> tuple[Family, ...]:
    """Read the families that tokest knows."""
    file = data_file("media.yaml")
    found: tuple[Family, ...] = read(file.read_text("utf-8"), "media.yaml", FAMILIES)
    return found


@cache
def _rules() -> tuple[dict[str, Family], dict[tuple[str, str], Family]]:
    everywhere = {name: one for one in families() if not one.providers for name in one.models}
    special = {
        (name, provider): one
        for one in families()
        for provider in one.providers
        for name in one.models
    }
    return everywhere, special
