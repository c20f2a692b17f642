"""Whether a text fits into what a model accepts, by the rate card's limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokest.errors import InputError
from tokest.rates.load import builtin_card
from tokest.rates.match import find_model
from tokest.tokens.cutting.fitting import fits_in
from tokest.tokens.cutting.meter import check_limit

if TYPE_CHECKING:
    from tokest.places import Places
    from tokest.rates.card import RateCard
    from tokest.tokens.cutting.fitting import Fits


def fits(  # noqa: PLR0913  # one keyword for each thing that changes the outcome
    text: str,
    model: str | None = None,
    *,
    encoding: str | None = None,
    max_tokens: int | None = None,
    reserve: int = 0,
    places: Places | None = None,
    card: RateCard | None = None,
) -> Fits:
    """Say whether a text has at most `max_tokens` tokens, less a `reserve` kept for others.

    Without `max_tokens`, the limit is what the model accepts as input, or its context window. It
    counts exactly, and no further than the answer needs.

    Raises
    ------
    InputError
        when no limit is given or on record, or the reserve is more than the limit.
    UnknownModelError, AmbiguousModelError, UnknownEncodingError, VocabularyMissingError
        as `count` and `price` do.

    Examples
    --------
    >>> fits("Hello World", "qwen-max", reserve=500)
    Fits(fits=True, limit=30220, tokens=2, counted_all=True)
    >>> fits("Hello World", "qwen-max", max_tokens=1).fits
    False
    """
    if max_tokens is None:
        if model is None:
            raise InputError("max_tokens", "an encoding has no limit: give one, or a model")
        max_tokens = input_limit(model, card)
    limit = less(max_tokens, reserve)
    if model is not None and card is not None and encoding is None:
        own = find_model(card, model).model.encoding
        model, encoding = (model, None) if own is None else (None, own)
    return fits_in(text, limit, model=model, encoding=encoding, places=places)


def input_limit(model: str, card: RateCard | None = None) -> int:
    """Give the tokens that a model accepts: its input limit, or its context window.

    >>> input_limit("qwen-max")
    30720
    """
    limits = find_model(builtin_card() if card is None else card, model).model.limits
    known = (limits.max_input, limits.context_window) if limits else ()
    found = next((limit for limit in known if limit is not None), None)
    if found is None:
        raise InputError("max_tokens", f"no limit of {model!r} is on record: give one")
    return found


def less(max_tokens: int, reserve: int) -> int:
    """Take a reserve off a limit.

    >>> less(30_720, 500)
    30220
    """
    limit = check_limit("max_tokens", max_tokens) - check_limit("reserve", reserve)
    if limit < 0:
        raise InputError("reserve", f"{reserve:,} is more than the limit {max_tokens:,}")
    return limit
