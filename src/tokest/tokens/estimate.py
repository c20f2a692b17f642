"""Estimate the tokens of texts: exactly where it can be, with a range where it cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokest.arguments import several, word
from tokest.errors import InputError
from tokest.tokens.encodings import Encoding, Proxy
from tokest.tokens.engines.protocol import refuse_surrogates
from tokest.tokens.methods import by_exact, by_proxy, by_rule, by_table
from tokest.tokens.targets import MethodChoice as MethodChoice
from tokest.tokens.targets import check_method, counted_by, engine_for, find_targets, table_name
from tokest.tokens.values import Estimates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tokest.places import Places
    from tokest.tokens.methods import Target
    from tokest.tokens.table_quality import Quality
    from tokest.tokens.tables import Guess
    from tokest.tokens.values import Estimate


def estimate(  # noqa: PLR0913  # a call names what it needs
    prompt: str,
    model: str | None = None,
    *,
    encoding: str | None = None,
    method: MethodChoice = "auto",
    places: Places | None = None,
    sample: bool = True,
) -> Estimate:
    """Estimate the tokens of a text for a model or an encoding.

    Give exactly one of `model` and `encoding`; the method ``"rule"`` needs neither. ``"auto"``
    counts exactly where the vocabulary ships with tokest or is found in `places` (by default
    where the environment says), expects the count from a window table where that ships, and
    scales the count of a proxy for private tokenizers; it never falls back to the rule of thumb.
    Of a text of more than half a million characters a table reads a share, unless `sample` is
    false.

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
    word("prompt", prompt)
    check_method(method)
    if method == "rule":
        refuse_surrogates(prompt)
        return by_rule(prompt, model, encoding)
    if (model is None) == (encoding is None):
        raise InputError("model, encoding", "give exactly one of them")
    models, encodings = _some(model), _some(encoding)
    ((found,),) = estimate_many(
        [prompt], models, encodings=encodings, method=method, places=places, sample=sample
    )
    return found


def estimate_many(  # noqa: PLR0913  # a call names what it needs
    texts: Sequence[str],
    models: Sequence[str] = (),
    *,
    encodings: Sequence[str] = (),
    method: MethodChoice = "auto",
    places: Places | None = None,
    sample: bool = True,
) -> Estimates:
    """Estimate many texts for many models in one pass.

    The result goes by text, and for each text by model and then by encoding. See `estimate`.

    Examples
    --------
    >>> found = estimate_many(["Hello World", "你好"], ["qwen-max", "gpt-4o"])
    >>> [[one.tokens for one in row] for row in found]
    [[2, 2], [1, 1]]
    """
    check_method(method)
    texts, models, encodings = (
        several(name, values)
        for name, values in (("texts", texts), ("models", models), ("encodings", encodings))
    )
    for text in texts:
        word("prompt", text)  # lone surrogates are refused where a text is encoded or counted
    if method == "rule":
        for text in texts:
            refuse_surrogates(text)
        named = [*((model, None) for model in models), *((None, name) for name in encodings)]
        return Estimates(tuple(by_rule(text, *names) for names in named) for text in texts)
    targets = find_targets(models, encodings, method, places)
    expected = _table_columns(texts, targets, method, sample=sample)
    counted = _exact_columns(texts, targets, method)
    columns = [_column(target, table_name(target, method), expected, counted) for target in targets]
    return Estimates(zip(*columns, strict=True) if columns else ((),) * len(texts))


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
    found = estimate(text, model, encoding=encoding, method="exact", places=places)
    return found.low


def _some(name: str | None) -> tuple[str, ...]:
    return () if name is None else (name,)


def _table_columns(
    texts: Sequence[str], targets: list[Target], method: str, *, sample: bool
) -> dict[str, tuple[Quality, list[Guess]]]:
    """Expect all counts that go by table in one pass."""
    wanted = [table_name(target, method) for target in targets]
    names = [name for name in dict.fromkeys(wanted) if name is not None]
    if not names:
        return {}
    # Exact counts do without numpy, whose import alone takes longer than they do.
    from tokest.tokens.table_quality import find_quality  # noqa: PLC0415
    from tokest.tokens.tables import table_guesses  # noqa: PLC0415

    try:
        guesses = zip(*table_guesses(texts, names, sample=sample), strict=True)
    except UnicodeEncodeError:
        for text in texts:
            refuse_surrogates(text)
        raise
    columns = map(list, guesses) if texts else ([] for _ in names)
    found = zip(names, columns, strict=True)
    return {name: (find_quality(name), column) for name, column in found}


def _exact_columns(
    texts: Sequence[str], targets: list[Target], method: str
) -> dict[str, tuple[str, list[int]]]:
    """Count once for each encoding that counts go by; say by which engine."""
    encodings = {
        encoding.name: encoding
        for encoding in (counted_by(target.counter) for target in targets)
        if encoding is not None and method != "table"
    }
    found = {}
    for name, encoding in encodings.items():
        engine = engine_for(encoding, texts)
        found[name] = engine.name, engine.count_batch(texts)
    return found


def _column(
    target: Target,
    table: str | None,
    expected: dict[str, tuple[Quality, list[Guess]]],
    counted: dict[str, tuple[str, list[int]]],
) -> list[Estimate]:
    """Estimate every text for one target."""
    counter = target.counter
    if table is not None:
        quality, guesses = expected[table]
        return [by_table(guess, quality, target) for guess in guesses]
    if isinstance(counter, Proxy):
        engine, counts = counted[counter.encoding]
        return [by_proxy(count, engine, target, counter) for count in counts]
    if isinstance(counter, Encoding):
        engine, counts = counted[counter.name]
        return [by_exact(count, engine, target, counter) for count in counts]
    raise AssertionError(counter)
