"""Which engine counts."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from tokest.tokens.engines.builtin import BuiltinEngine
from tokest.tokens.engines.protocol import Scheme
from tokest.tokens.vocabulary import load_ranks

if TYPE_CHECKING:
    from tokest.tokens.encodings import Encoding
    from tokest.tokens.engines.protocol import Engine


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
    )


@cache
def builtin_engine(scheme: Scheme) -> BuiltinEngine:
    """Give the built-in engine of a scheme, the same at each call.

    >>> from tokest.tokens.encodings import find_encoding
    >>> builtin_engine(scheme(find_encoding("cl100k_base"))).spans("Hello World")
    [5, 11]
    """
    return BuiltinEngine(scheme)


def choose(scheme: Scheme, octets: int = 0) -> Engine:
    """Choose the engine that is done first with that many bytes, starting included.

    >>> from tokest.tokens.encodings import find_encoding
    >>> choose(scheme(find_encoding("qwen"))).count("Hello World")
    2
    """
    del octets
    return builtin_engine(scheme)
