"""Find the model a name means: exactly, by alias, or as a dated snapshot; never by a prefix."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

from tokest.errors import AmbiguousModelError, UnknownModelError

if TYPE_CHECKING:
    from tokest.rates.card import Model, Provider, RateCard

_SNAPSHOT: Final = re.compile(r"-(?:\d{4}-\d{2}-\d{2}|\d{8}|\d{4})$", re.ASCII)
"""A date at the end of a name: -2026-05-26, -20250929, -0902."""


@dataclass(frozen=True, slots=True)
class Match:
    """The model a name means, who bills it, and the rule that found it."""

    provider: Provider
    model: Model
    rule: Literal["exact", "alias", "snapshot"]


def find_model(card: RateCard, name: str) -> Match:
    """Find a model by ``model`` or ``provider/model``, in any case of letters.

    A dated snapshot that the card does not list is priced as the model it is a snapshot of; the
    rule that matched is in the result.

    Raises
    ------
    UnknownModelError
        with the nearest names, never across a size word such as mini or pro.
    AmbiguousModelError
        when several providers offer the model.

    Examples
    --------
    >>> from tokest.rates.load import builtin_card
    >>> find_model(builtin_card(), "dashscope/qwen-max").rule
    'exact'
    >>> find_model(builtin_card(), "gpt-4.1-mini-2025-04-14").model.id
    'gpt-4.1-mini'
    """
    known = _index(card)
    wanted = name.lower()
    for key, by_date in ((wanted, False), (_SNAPSHOT.sub("", wanted), True)):
        found = known.get(key, ())
        if len(found) > 1:
            candidates = tuple(f"{match.provider.id}/{match.model.id}" for match in found)
            raise AmbiguousModelError(name, candidates)
        if found:
            return Match(found[0].provider, found[0].model, "snapshot") if by_date else found[0]
    plain = (model.id for provider in card.providers for model in provider.models)
    raise UnknownModelError(name, plain)


@lru_cache(maxsize=8)
def _index(card: RateCard) -> dict[str, tuple[Match, ...]]:
    """Map every accepted spelling, lower-cased, to the models it may mean."""
    index: dict[str, tuple[Match, ...]] = {}
    for provider in card.providers:
        for model in provider.models:
            names = [(model.id, Match(provider, model, "exact"))]
            names += [(alias, Match(provider, model, "alias")) for alias in model.aliases]
            for name, match in names:
                for owner in ("", *(f"{spelling}/" for spelling in _spellings(provider))):
                    key = (owner + name).lower()
                    index[key] = (*index.get(key, ()), match)
    return index


def _spellings(provider: Provider) -> tuple[str, ...]:
    return (provider.id, *provider.aliases)
