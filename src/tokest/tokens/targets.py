"""What counts the tokens of each model or encoding that is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, get_args

from tokest.errors import InputError, VocabularyMissingError
from tokest.tokens.encodings import (
    Encoding,
    Findable,
    Proxy,
    find_counter,
    find_encoding,
    find_family,
)
from tokest.tokens.engines.choice import choose, scheme
from tokest.tokens.methods import Target
from tokest.tokens.vocabularies.direct import direct_counter
from tokest.tokens.vocabularies.resolving import refuse_missing, resolve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tokest.places import Places
    from tokest.tokens.engines.protocol import CountingEngine

MethodChoice = Literal["auto", "exact", "table", "proxy", "rule"]
"""What a caller may ask for: a method, or the best one at hand."""

_FITTING: Final = {"exact": Encoding, "table": Encoding | Findable | Proxy, "proxy": Proxy}


def find_targets(
    models: Sequence[str], encodings: Sequence[str], method: str, places: Places | None
) -> list[Target]:
    """Find what counts some models, and then some encodings; a rule of thumb needs no vocabulary.

    >>> [target.counter.name for target in find_targets(["qwen-max"], ["o200k_base"], "auto", None)]
    ['qwen', 'o200k_base']
    """
    asked = [_model_target(model) for model in models]
    asked += [Target(None, find_counter(name)) for name in encodings]
    if method == "rule":
        return asked
    targets = [resolve(target, method, places) for target in asked]
    for target in targets:
        _check_fitting(target, method)
    return targets


def check_method(method: str) -> None:
    """Refuse a method that does not exist.

    >>> check_method("auto")
    """
    known = get_args(MethodChoice)
    if method not in known:
        raise InputError("method", f"must be one of {', '.join(known)}, got {method!r}")


def table_name(target: Target, method: str) -> str | None:
    """Name the table that a target goes by, if it goes by one.

    >>> table_name(Target(None, find_counter("qwen")), "table")
    'qwen'
    """
    counter = target.counter
    if isinstance(counter, Findable):
        return counter.found.table
    if method != "table":
        return None
    return counter.encoding if isinstance(counter, Proxy) else counter.name


def counted_by(counter: Encoding | Findable | Proxy) -> Encoding | None:
    """Give the encoding whose vocabulary counts, if one does.

    >>> counted_by(find_counter("qwen")).name
    'qwen'
    """
    if isinstance(counter, Proxy):
        return find_encoding(counter.encoding)
    return counter if isinstance(counter, Encoding) else None


def engine_for(encoding: Encoding, texts: Sequence[str], ahead: int = 0) -> CountingEngine:
    """Choose what counts texts, of which so many characters more are to come.

    >>> engine_for(find_encoding("qwen"), ["Hello World"]).name
    'builtin'
    """
    if encoding.counted_by == "tokenizers":
        return direct_counter(encoding)
    return choose(scheme(encoding), texts, ahead)


def _model_target(model: str) -> Target:
    family = find_family(model)
    counter = family.counter
    note = f"{model} is assumed to use the tokenizer {counter.name}"
    if isinstance(counter, Findable) and counter.found.assumed_because:
        note += f": {counter.found.assumed_because}"
    return Target(model, counter, (note,) if family.assumed else ())


def _check_fitting(target: Target, method: str) -> None:
    """Refuse a method that does not fit what counts the target."""
    counter = target.counter
    refuse_missing(target, method)
    has_table = not isinstance(counter, Findable) or counter.found.table is not None
    if method == "auto" or (isinstance(counter, _FITTING[method]) and has_table):
        return
    if isinstance(counter, Proxy) and method == "exact":
        raise VocabularyMissingError(target.model or counter.name, counter.reason, "an estimate")
    other = "proxy" if isinstance(counter, Proxy) else "auto"
    raise InputError("method", f"{counter.name} has no {method}; use {other!r}")
