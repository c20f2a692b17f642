"""OpenAI's `tiktoken`, for text without very long runs of blanks."""

from __future__ import annotations

from importlib import import_module
from multiprocessing import cpu_count
from typing import TYPE_CHECKING, Final

from tokest.tokens.engines.foreign import ForeignEngine, token_sizes
from tokest.tokens.engines.lockstep import last_merges
from tokest.tokens.engines.pairs import Pairs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tokest.tokens.engines.protocol import Scheme

BLANKS: Final = 100_000
"""A run that is safe; its regular expression gives up, and the process panics, at some 1,000,000
(https://github.com/openai/tiktoken/issues/15, seen with 0.14.0 on 2026-11-23)."""


def supports(_scheme: Scheme, texts: Sequence[str]) -> bool:
    """Say whether no text has a run of blanks of `BLANKS`.

    A run of that many fills one of the halves of it that a text is cut into from its start.
    """
    half = BLANKS // 2
    return not any(
        text[place : place + half].isspace()
        for text in texts
        for place in range(0, len(text) - half + 1, half)
    )


def start(scheme: Scheme) -> ForeignEngine:
    """Start the engine, which takes a few tenths of a second.

    It looks whole pieces up always; where only merges count, it is not told of the tokens that
    merges never make.
    """
    ranks = dict(scheme.ranks)
    if not scheme.whole_pieces:
        tokens = sorted(ranks, key=ranks.__getitem__)
        made = last_merges(tokens, Pairs(ranks))
        ranks = {t: ranks[t] for t, at in zip(tokens, made, strict=True) if at or len(t) == 1}
    encoding = import_module("tiktoken").Encoding(
        scheme.name, pat_str=scheme.pattern, mergeable_ranks=ranks, special_tokens={}
    )
    threads = cpu_count()

    def counts(texts: list[str]) -> list[int]:
        return [len(found) for found in encoding.encode_ordinary_batch(texts, num_threads=threads)]

    return ForeignEngine(
        name="tiktoken",
        scheme=scheme,
        encode=encoding.encode_ordinary,
        counts=counts,
        sizes=token_sizes(scheme),
    )
