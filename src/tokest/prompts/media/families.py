"""Find how a model counts media (`data/media.yaml`)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from tokest.documents.reading import read
from tokest.families import family_names, plain_name
from tokest.prompts.media.schema import FAMILIES
from tokest.resources import data_file

if TYPE_CHECKING:
    from tokest.prompts.media.values import Family


def find_media_family(model: str, provider: str | None = None) -> Family | None:
    """Find the family of a model by the longest name that starts its own.

    A family that holds for the provider alone comes before those that hold everywhere. Without
    a family, nothing is known of how the model counts media.

    >>> find_media_family("qwen3-vl-plus-2025-12-19").name
    'qwen3-vl-plus'
    >>> find_media_family("no-such-model") is None
    True
    """
    everywhere, special = _rules()
    for name in family_names(plain_name(model)):
        found = special.get((name, (provider or "").lower())) or everywhere.get(name)
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
