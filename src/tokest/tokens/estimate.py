"""Estimate the tokens of a text: exactly where it can be, with a range where it cannot."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Final, Literal, get_args

from tokest.errors import InputError, VocabularyMissingError
from tokest.tokens.builtin import engine
from tokest.tokens.encodings import Encoding, Family, Proxy, find_encoding, find_family
from tokest.tokens.rule import SOURCE as RULE_SOURCE
from tokest.tokens.rule import rule_of_thumb
from tokest.tokens.values import Estimate, Part

Choice = Literal["auto", "exact", "proxy", "rule"]
"""What a caller may ask for: a method, or the best one at hand."""

LEVEL: Final = 0.9
TEXT_ALONE: Final = "the text alone: what a provider's chat template adds is not counted"


def estimate(
    prompt: str,
    model: str | None = None,
    *,
    encoding: str | None = None,
    method: Choice = "auto",
) -> Estimate:
    """Estimate the tokens of a text for a model or an encoding.

    Give exactly one of `model` and `encoding`; the method ``"rule"`` needs neither. ``"auto"``
    counts exactly where the vocabulary ships with tokest and otherwise scales the count of a
    proxy encoding; it never falls back to the rule of thumb.

    Raises
    ------
    InputError
        when the prompt is no text or the arguments do not fit together.
    UnknownModelError, UnknownEncodingError
        with the nearest names.
    VocabularyMissingError
        when an exact count is asked for and the vocabulary is not here.

    Examples
    --------
    >>> found = estimate("你是谁？", "qwen-max")
    >>> found.tokens, found.method, found.encoding
    (3, 'exact', 'qwen')
    >>> guess = estimate("Hello World", method="rule")
    >>> guess.low, guess.tokens, guess.high
    (2, 2, 3)
    """
    _check_arguments(prompt, model, encoding, method)
    if method == "rule":
        return _by_rule(prompt, model, encoding)
    family = find_family(model) if model is not None else None
    counter = family.counter if family else find_encoding(str(encoding))
    notes = (*_family_notes(model, family), TEXT_ALONE)
    if isinstance(counter, Encoding):
        if method == "proxy":
            raise InputError("method", f"{counter.name} is counted exactly and needs no proxy")
        return _exact(prompt, model, counter, notes)
    if method == "exact":
        raise _missing(str(model), counter)
    return _by_proxy(prompt, model, counter, notes)


def count(text: str, model: str | None = None, *, encoding: str | None = None) -> int:
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
    return estimate(text, model, encoding=encoding, method="exact").tokens


def _check_arguments(prompt: str, model: str | None, encoding: str | None, method: str) -> None:
    if not isinstance(prompt, str):
        raise InputError("prompt", f"must be a str, got {type(prompt).__name__}")
    if method not in get_args(Choice):
        raise InputError("method", f"must be one of {', '.join(get_args(Choice))}, got {method!r}")
    if method != "rule" and (model is None) == (encoding is None):
        raise InputError("model, encoding", "give exactly one of them")


def _exact(text: str, model: str | None, counter: Encoding, notes: tuple[str, ...]) -> Estimate:
    tokens = engine(counter).count(text)
    return Estimate(
        tokens=tokens,
        low=tokens,
        high=tokens,
        level=1.0,
        method="exact",
        model=model,
        encoding=counter.name,
        engine="builtin",
        parts=_content(tokens, tokens, tokens),
        source=counter.vocabulary.source,
        assumptions=notes,
    )


def _by_proxy(text: str, model: str | None, proxy: Proxy, notes: tuple[str, ...]) -> Estimate:
    counted = engine(find_encoding(proxy.encoding)).count(text)
    mean = counted * proxy.ratio
    tokens = _whole(mean, ROUND_HALF_UP)
    floor = min(counted, 1)  # a text that is not empty has a token
    low = max(floor, min(tokens, _whole(mean * proxy.low, ROUND_FLOOR)))
    high = max(tokens, _whole(mean * proxy.high, ROUND_CEILING))
    tokens = max(floor, tokens)
    scaled = f"{proxy.ratio} x the {proxy.encoding} count, for {proxy.reason} ({proxy.basis})"
    return Estimate(
        tokens=tokens,
        low=low,
        high=max(tokens, high),
        level=LEVEL,
        method="proxy",
        model=model,
        encoding=proxy.encoding,
        engine="builtin",
        parts=_content(tokens, low, max(tokens, high)),
        source=proxy.source,
        assumptions=(scaled, *notes),
    )


def _by_rule(text: str, model: str | None, encoding: str | None) -> Estimate:
    tokens, low, high = rule_of_thumb(text)
    return Estimate(
        tokens=tokens,
        low=low,
        high=high,
        level=None,
        method="rule",
        model=model,
        encoding=encoding,
        engine=None,
        parts=_content(tokens, low, high),
        source=RULE_SOURCE,
        assumptions=("the rule of thumb is the same for every model", TEXT_ALONE),
    )


def _content(tokens: int, low: int, high: int) -> tuple[Part, ...]:
    return (Part(kind="content", tokens=tokens, low=low, high=high),)


def _family_notes(model: str | None, family: Family | None) -> tuple[str, ...]:
    if family is None or not family.assumed:
        return ()
    return (f"{model} is assumed to use the tokenizer {family.counter.name}",)


def _missing(model: str, proxy: Proxy) -> VocabularyMissingError:
    remedy = f"estimate(), which scales the {proxy.encoding} count by {proxy.ratio}"
    return VocabularyMissingError(model, proxy.reason, remedy)


def _whole(value: Decimal, rounding: str) -> int:
    return int(value.to_integral_value(rounding))
