"""Decide whether an encoding that does not ship counts exactly, by its table, or not at all."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tokest.errors import VocabularyMissingError
from tokest.places import standard_places
from tokest.tokens.counters import Findable
from tokest.tokens.vocabularies.finding import find_vocabulary, remedy

if TYPE_CHECKING:
    from tokest.places import Places
    from tokest.tokens.methods import Target


def resolve(target: Target, method: str, places: Places | None) -> Target:
    """Let an encoding that does not ship count exactly, if its vocabulary is here.

    By default it is looked for where the environment says. What an estimate must say of it, or of
    its absence, is added to the notes of the target.

    >>> from tokest.places import Places
    >>> from tokest.tokens.encodings import find_counter
    >>> from tokest.tokens.methods import Target
    >>> resolve(Target(None, find_counter("kimi_k2")), "auto", Places()).notes
    ('for an exact count: tokest vocab fetch kimi_k2',)
    """
    counter = target.counter
    if not isinstance(counter, Findable) or method in ("table", "proxy"):
        return target
    search = find_vocabulary(counter, standard_places() if places is None else places)
    notes = [f"{file} was passed over: its SHA-256 is not known" for file in search.passed_over]
    if search.vocabulary is None:
        notes.append(f"for an exact count: {remedy(counter)}")
        return replace(target, notes=(*target.notes, *notes))
    if not search.vocabulary.verified:
        notes.append(f"the vocabulary is not verified: {search.vocabulary.source}")
    encoding = counter.with_vocabulary(search.vocabulary)
    return replace(target, counter=encoding, notes=(*target.notes, *notes))


def refuse_missing(target: Target, method: str) -> None:
    """Refuse to count what needs a vocabulary that is not here.

    Raises
    ------
    VocabularyMissingError
        with how to get it.
    """
    counter = target.counter
    if not isinstance(counter, Findable):
        return
    has_table = counter.found.table is not None
    if method == "exact" or (method == "auto" and not has_table):
        way = f"{remedy(counter)}, or an estimate" if has_table else remedy(counter)
        raise VocabularyMissingError(target.model or counter.name, counter.reason, way)
