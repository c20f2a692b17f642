"""Hugging Face `tokenizers`: slower than the built-in engine, and what most tokenizers run on."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from tokest.tokens.engines.conversion import oniguruma_pattern, tokenizer_json, without_gaps
from tokest.tokens.engines.foreign import ForeignEngine, token_sizes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tokest.tokens.engines.protocol import Scheme


def supports(scheme: Scheme, _texts: Sequence[str]) -> bool:
    """Say whether the pattern means the same in Oniguruma."""
    return oniguruma_pattern(scheme.pattern) is not None


def start(scheme: Scheme) -> ForeignEngine:
    """Start the engine, which takes about a second."""
    scheme = without_gaps(scheme)
    tokenizer = import_module("tokenizers").Tokenizer.from_str(tokenizer_json(scheme))

    def counts(texts: list[str]) -> list[int]:
        return [len(found) for found in tokenizer.encode_batch_fast(texts)]

    return ForeignEngine(
        name="tokenizers",
        scheme=scheme,
        encode=lambda text: tokenizer.encode(text).ids,
        counts=counts,
        sizes=token_sizes(scheme),
    )
