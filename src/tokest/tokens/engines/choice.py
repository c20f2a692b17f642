"""Which engine counts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from tokest.tokens.engines.protocol import Scheme
from tokest.tokens.engines.splitting import cuts_lines
from tokest.tokens.vocabulary import load_ranks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tokest.tokens.encodings import Encoding
    from tokest.tokens.engines.protocol import Engine


@dataclass(frozen=True, slots=True)
class Speed:
    """Seconds that an engine takes to start, and for a million characters."""

    start: float
    million: float


# Processor time for text of 70 languages in o200k_base, in benchmarks/RESULTS.md; rounded, for
# only the order matters. `tokenizers` is never done first: it is slower than the built-in engine.
SPEEDS: Final = {
    "builtin": Speed(0, 0.3),
    "tiktoken": Speed(0.2, 0.1),
    "fastokens": Speed(3, 0.035),
}


@cache
def scheme(encoding: Encoding) -> Scheme:
    """Give an encoding as engines take it, loading its vocabulary at the first call.

    >>> from tokest.tokens.encodings import find_encoding
    >>> scheme(find_encoding("qwen")).normalize
    'NFC'
    """
    return Scheme(
        name=encoding.name,
        normalize=encoding.normalize,
        pattern=encoding.pattern,
        whole_pieces=encoding.whole_pieces,
        ranks=load_ranks(encoding.vocabulary.file, encoding.vocabulary.size),
        cuts_lines=cuts_lines(encoding.pattern),
    )


def choose(scheme: Scheme, texts: Sequence[str] = (), ahead: int = 0) -> Engine:
    """Choose the installed engine that is done first with texts, its start included.

    `ahead` says how many characters more are to come.

    >>> from tokest.tokens.encodings import find_encoding
    >>> choose(scheme(find_encoding("qwen")), ["Hello World"]).name
    'builtin'
    """
    characters = sum(map(len, texts)) + ahead
    return next(
        engine(name, scheme)
        for name in _by_speed(characters)
        if _module(name).supports(scheme, texts)
    )


def has_threads(characters: int) -> bool:
    """Say whether so much text is counted on all cores, where its engine supports it.

    Engines of other packages use all cores; the built-in one has one, until it shares work out.

    >>> has_threads(100)
    False
    """
    return _by_speed(characters)[0] != "builtin"


def _by_speed(characters: int) -> list[str]:
    """Name the installed engines, the one that is done first with so much text first."""
    millions = characters / 1e6
    order = sorted(SPEEDS, key=lambda name: SPEEDS[name].start + SPEEDS[name].million * millions)
    return [name for name in order if name == "builtin" or find_spec(name)]


@cache
def engine(name: str, scheme: Scheme) -> Engine:
    """Give an engine by its name, the same at each call.

    >>> from tokest.tokens.encodings import find_encoding
    >>> engine("builtin", scheme(find_encoding("cl100k_base"))).spans("Hello World")
    [5, 11]
    """
    made: Engine = _module(name).start(scheme)
    return made


def _module(name: str) -> Any:  # noqa: ANN401  # a module
    return import_module(f"tokest.tokens.engines.{name}")
