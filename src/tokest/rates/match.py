"""Find the model a name means: exactly, by alias, or as a dated snapshot; never by a prefix."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

from tokest.arguments import word
from tokest.errors import AmbiguousModelError, UnknownModelError

if TYPE_CHECKING:
    from tokest.rates.card import Discount, Model, Provider, RateCard

_SNAPSHOT: Final = re.compile(r"-(?:\d{4}-\d{2}-\d{2}|\d{8}|\d{4})$", re.ASCII)
"""A date at the end of a name: -2026-05-26, -20250929, -0902."""


@dataclass(frozen=True, slots=True)
class Match:
    """The model a name means, who bills it, and the rule that found it.

    `passed_over` names the hosts that offer the same model beside its maker, `discounts` those of
    the card that its name falls under.
    """

    provider: Provider
    model: Model
    rule: Literal["exact", "alias", "snapshot"]
    discounts: tuple[Discount, ...] = ()
    passed_over: tuple[str, ...] = ()


def find_model(card: RateCard, name: str) -> Match:
    """Find a model by ``model`` or ``provider/model``, in any case of letters.

    A dated snapshot that the card does not list is priced as the model it is a snapshot of; a
    model that its maker and others offer is the maker's, unless the provider is named. The rule
    that matched and the hosts passed over are in the result.

    Raises
    ------
    UnknownModelError
        with the nearest names, never across a size word such as mini or pro.
    AmbiguousModelError
        when several providers offer the model and none, or more than one, is its maker.
    InputError
        when the name is no text.

    Examples
    --------
    >>> from tokest.rates.load import builtin_card
    >>> find_model(builtin_card(), "dashscope/qwen-max").rule
    'exact'
    >>> find_model(builtin_card(), "gpt-4.1-mini-2025-04-14").model.id
    'gpt-4.1-mini'
    >>> find_model(builtin_card(), "glm-5.3").passed_over
    ('alibaba/glm-5.3',)
    """
    found = look_up(card, name)
    if found is None:
        plain = (model.id for provider in card.providers for model in provider.models)
        raise UnknownModelError(name, plain)
    return found


def look_up(card: RateCard, name: str) -> Match | None:
    """Find a model as `find_model` does, or nothing.

    Raises
    ------
    AmbiguousModelError
        when several providers offer the model and none, or more than one, is its maker.
    """
    known = _index(card)
    wanted = word("model", name).lower()
    for key, by_date in ((wanted, False), (_SNAPSHOT.sub("", wanted), True)):
        found = _choose(known.get(key, ()), name)
        if found is not None:
            return replace(found, rule="snapshot") if by_date else found
    return None


def _choose(found: tuple[Match, ...], name: str) -> Match | None:
    """Take the only offer, or the maker's own among several."""
    if len(found) <= 1:
        return found[0] if found else None
    own = [match for match in found if not match.model.hosted]
    if len(own) != 1:
        raise AmbiguousModelError(name, tuple(map(_full_name, found)))
    others = tuple(_full_name(match) for match in found if match is not own[0])
    return replace(own[0], passed_over=others)


def _full_name(match: Match) -> str:
    return f"{match.provider.id}/{match.model.id}"


@lru_cache(maxsize=8)
def _index(card: RateCard) -> dict[str, tuple[Match, ...]]:
    """Map every accepted spelling, lower-cased, to the models it may mean."""
    index: dict[str, tuple[Match, ...]] = {}
    for provider in card.providers:
        owners = ("", *(f"{name.lower()}/" for name in (provider.id, *provider.aliases)))
        for model in provider.models:
            discounts = discounts_on(card, provider, model)
            match = Match(provider, model, "exact", discounts)
            by_alias = Match(provider, model, "alias", discounts)
            names = [(model.id, match), *((alias, by_alias) for alias in model.aliases)]
            for name, found in names:
                for owner in owners:
                    key = owner + name.lower()
                    index[key] = (*index.get(key, ()), found)
    return index


def discounts_on(card: RateCard, provider: Provider, model: Model) -> tuple[Discount, ...]:
    """Keep the discounts whose glob holds the model, with or without its provider."""
    names = (model.id.lower(), f"{provider.id}/{model.id}".lower())
    return tuple(
        discount
        for discount in card.discounts
        if any(fnmatchcase(name, discount.models.lower()) for name in names)
    )
