"""Estimate the tokens of texts: exactly where it can be, with a range where it cannot."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal, get_args

from tokest.errors import InputError, VocabularyMissingError
from tokest.tokens.builtin import refuse_surrogates
from tokest.tokens.encodings import Encoding, Proxy, Tabled, find_counter, find_family
from tokest.tokens.methods import Target, by_exact, by_proxy, by_rule, by_table
from tokest.tokens.vocabularies.direct import by_tokenizers
from tokest.tokens.vocabularies.resolving import refuse_missing, resolve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tokest.places import Places
    from tokest.tokens.tables import Guess, Quality
    from tokest.tokens.values import Estimate

MethodChoice = Literal["auto", "exact", "table", "proxy", "rule"]
"""What a caller may ask for: a method, or the best one at hand."""

_FITTING: Final = {"exact": Encoding, "table": Encoding | Tabled, "proxy": Proxy}


def estimate(
    prompt: str,
    model: str | None = None,
    *,
    encoding: str | None = None,
    method: MethodChoice = "auto",
    places: Places | None = None,
) -> Estimate:
    """Estimate the tokens of a text for a model or an encoding.

    Give exactly one of `model` and `encoding`; the method ``"rule"`` needs neither. ``"auto"``
    counts exactly where the vocabulary ships with tokest or is found in `places` (by default
    where the environment says), expects the count from a window table where that ships, and
    scales the count of a proxy for private tokenizers; it never falls back to the rule of thumb.

    Raises
    ------
    InputError
        when the prompt is no text or the arguments do not fit together.
    UnknownModelError, UnknownEncodingError
        with the nearest names.
    VocabularyMissingError
        when the vocabulary is not here and an exact count is asked for, or no table stands in.

    Examples
    --------
    >>> found = estimate("你是谁？", "qwen-max")
    >>> found.tokens, found.method, found.encoding
    (3, 'exact', 'qwen')
    >>> guess = estimate("Hello World", method="rule")
    >>> guess.low, guess.tokens, guess.high
    (2, 2, 3)
    """
    _check_text(prompt)
    _check_method(method)
    if method == "rule":
        return by_rule(prompt, model, encoding)
    if (model is None) == (encoding is None):
        raise InputError("model, encoding", "give exactly one of them")
    models, encodings = _some(model), _some(encoding)
    ((found,),) = estimate_many([prompt], models, encodings=encodings, method=method, places=places)
    return found


def estimate_many(
    texts: Sequence[str],
    models: Sequence[str] = (),
    *,
    encodings: Sequence[str] = (),
    method: MethodChoice = "auto",
    places: Places | None = None,
) -> tuple[tuple[Estimate, ...], ...]:
    """Estimate many texts for many models in one pass.

    The result goes by text, and for each text by model and then by encoding. See `estimate`.

    Examples
    --------
    >>> found = estimate_many(["Hello World", "你好"], ["qwen-max", "gpt-4o"])
    >>> [[one.tokens for one in row] for row in found]
    [[2, 2], [1, 1]]
    """
    _check_method(method)
    if isinstance(texts, str) or isinstance(models, str) or isinstance(encodings, str):
        raise InputError("texts, models, encodings", "must be lists, not a single str")
    for text in texts:
        _check_text(text)
    if method == "rule":
        named = [*((model, None) for model in models), *((None, name) for name in encodings)]
        return tuple(tuple(by_rule(text, *names) for names in named) for text in texts)
    asked = [_model_target(model) for model in models]
    asked += [Target(None, find_counter(name)) for name in encodings]
    targets = [resolve(target, method, places) for target in asked]
    for target in targets:
        _check_fitting(target, method)
    by_tables = _table_columns(texts, targets, method)
    return tuple(
        tuple(_one(text, target, found) for target, found in zip(targets, row, strict=True))
        for text, row in zip(texts, by_tables, strict=True)
    )


def count(
    text: str,
    model: str | None = None,
    *,
    encoding: str | None = None,
    places: Places | None = None,
) -> int:
    """Count the tokens of a text exactly, or say what is missing.

    Raises
    ------
    VocabularyMissingError
        when the vocabulary of the model is not here; and the errors of `estimate`.

    Examples
    --------
    >>> count("Hello World", model="gpt-4o")
    2
    """
    return estimate(text, model, encoding=encoding, method="exact", places=places).tokens


def _check_text(text: object) -> None:
    if not isinstance(text, str):
        raise InputError("prompt", f"must be a str, got {type(text).__name__}")
    refuse_surrogates(text)


def _check_method(method: str) -> None:
    known = get_args(MethodChoice)
    if method not in known:
        raise InputError("method", f"must be one of {', '.join(known)}, got {method!r}")


def _some(name: str | None) -> tuple[str, ...]:
    return () if name is None else (name,)


def _model_target(model: str) -> Target:
    family = find_family(model)
    counter = family.counter
    note = f"{model} is assumed to use the tokenizer {counter.name}"
    if isinstance(counter, Tabled) and counter.found.assumed_because:
        note += f": {counter.found.assumed_because}"
    return Target(model, counter, (note,) if family.assumed else ())


def _check_fitting(target: Target, method: str) -> None:
    """Refuse a method that does not fit what counts the target."""
    counter = target.counter
    refuse_missing(target, method)
    has_table = not isinstance(counter, Tabled) or counter.found.table is not None
    if method == "auto" or (isinstance(counter, _FITTING[method]) and has_table):
        return
    if isinstance(counter, Proxy) and method == "exact":
        raise VocabularyMissingError(target.model or counter.name, counter.reason, "estimate()")
    other = "proxy" if isinstance(counter, Proxy) else "auto"
    raise InputError("method", f"{counter.name} has no {method}; use {other!r}")


def _table_columns(
    texts: Sequence[str], targets: list[Target], method: str
) -> list[list[tuple[Guess, Quality] | None]]:
    """Expect all counts that go by table in one pass; ``None`` for the others."""
    wanted = [_table_name(target, method) for target in targets]
    names = [name for name in wanted if name is not None]
    if not names:
        return [[None] * len(targets) for _ in texts]
    # Exact counts do without numpy, whose import alone takes longer than they do.
    from tokest.tokens import tables  # noqa: PLC0415

    distinct = list(dict.fromkeys(names))
    qualities = [tables.find_quality(name) for name in distinct]
    found = [
        dict(zip(distinct, zip(row, qualities, strict=True), strict=True))
        for row in tables.table_guesses(texts, distinct)
    ]
    return [[by_name[name] if name else None for name in wanted] for by_name in found]


def _table_name(target: Target, method: str) -> str | None:
    """Name the table that a target goes by, if it goes by one."""
    counter = target.counter
    if isinstance(counter, Tabled):
        return counter.found.table
    return counter.name if method == "table" else None


def _one(text: str, target: Target, expected: tuple[Guess, Quality] | None) -> Estimate:
    counter = target.counter
    if expected is not None:
        # Two encodings may share a table; what was asked for is one of them.
        return replace(by_table(*expected, target), encoding=counter.name)
    if isinstance(counter, Encoding):
        if counter.counted_by == "tokenizers":
            return by_tokenizers(text, target, counter)
        return by_exact(text, target, counter)
    if isinstance(counter, Proxy):
        return by_proxy(text, target, counter)
    raise AssertionError(counter)
