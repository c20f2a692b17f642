"""Exact counts for one model: what cutting a text needs of an engine."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from tokest.arguments import whole_number
from tokest.errors import InputError, VocabularyMissingError
from tokest.tokens.encodings import Counter, Encoding, Proxy, find_counter, find_family
from tokest.tokens.engines.choice import choose, scheme
from tokest.tokens.engines.protocol import Scheme, check_text, normalized
from tokest.tokens.methods import Target
from tokest.tokens.vocabularies.resolving import refuse_missing, resolve
from tokest.units import MOST_TOKENS

if TYPE_CHECKING:
    from tokest.places import Places
    from tokest.tokens.engines.protocol import Engine


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Meter:
    """Counts texts by the scheme of one model or encoding."""

    scheme: Scheme
    engine: Engine

    def count(self, text: str) -> int:
        """Count the tokens of a text."""
        return self.engine.count(text) if text else 0

    def spans(self, text: str) -> list[int]:
        """Give where each token ends, in bytes of what `seen` gives."""
        return self.engine.spans(text)

    def seen(self, text: str) -> str:
        """Give the text that the model sees."""
        return normalized(text, self.scheme)


def find_meter(
    text: str, model: str | None, encoding: str | None, places: Places | None = None
) -> Meter:
    """Find what counts texts such as this one for a model or an encoding.

    A vocabulary that does not ship is looked for in `places`, by default where the environment
    says.

    Raises
    ------
    InputError
        when the text is no text, or not exactly one of model and encoding is given.
    UnknownModelError, UnknownEncodingError
        with the nearest names.
    VocabularyMissingError
        when the vocabulary is not here: only exact counts say where a text may be cut.

    Examples
    --------
    >>> find_meter("", "qwen-max", None).count("Hello World")
    2
    """
    check_text("text", text)
    known = scheme(_encoding(model, encoding, places))
    return Meter(scheme=known, engine=choose(known, [text]))


def check_limit(name: str, limit: object) -> int:
    """Refuse what is no number of tokens.

    >>> check_limit("max_tokens", 100)
    100
    """
    return whole_number(name, limit, most=MOST_TOKENS)


@cache
def longest_token(scheme: Scheme) -> int:
    """Give the bytes of the longest token: a text has at least its bytes by these as tokens.

    >>> longest_token(find_meter("", "qwen-max", None).scheme)
    128
    """
    return max(map(len, scheme.ranks))


def _encoding(model: str | None, encoding: str | None, places: Places | None) -> Encoding:
    if model is None and encoding is not None:
        counter: Counter = find_counter(encoding)
    elif model is not None and encoding is None:
        counter = find_family(model).counter
    else:
        raise InputError("model, encoding", "give exactly one of them")
    target = resolve(Target(model, counter), "exact", places)
    refuse_missing(target, "exact")
    found = target.counter
    name = model or counter.name
    if isinstance(found, Proxy):
        remedy = f"encoding {found.encoding!r} for counts near its own"
        raise VocabularyMissingError(name, found.reason, remedy)
    if not isinstance(found, Encoding) or found.counted_by != "ranks":
        raise VocabularyMissingError(name, "its tokenizer does not say where tokens end", "count()")
    return found
