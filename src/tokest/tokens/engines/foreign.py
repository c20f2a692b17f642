"""Engines of other packages behind the protocol: all of them give the tokens' numbers."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Final

from tokest.tokens.engines.protocol import normalized, refuse_surrogates
from tokest.tokens.engines.splitting import blocks, grouped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tokest.tokens.engines.protocol import Scheme

TOGETHER: Final = 1 << 20
"""Characters handed over at once: enough to keep threads busy, few enough to hold all tokens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignEngine:
    """Counts with what another package encodes.

    `encode` takes texts that are normalised; `counts` gives how many tokens `encode` would.
    """

    name: str
    scheme: Scheme
    encode: Callable[[str], Sequence[int]]
    counts: Callable[[list[str]], Iterable[int]]
    sizes: dict[int, int]

    def count(self, text: str) -> int:
        """Count the tokens of a text."""
        refuse_surrogates(text)
        return sum(chain.from_iterable(map(self.counts, grouped(self._cut(text), TOGETHER))))

    def count_batch(self, texts: Sequence[str]) -> list[int]:
        """Count the tokens of each text."""
        found: list[int] = []
        for group in grouped(texts, TOGETHER):
            if len(group) == 1:
                found.append(self.count(group[0]))
                continue
            for text in group:
                refuse_surrogates(text)
            found += self.counts([normalized(text, self.scheme) for text in group])
        return found

    def spans(self, text: str) -> list[int]:
        """Give where each token ends, in bytes of the normalised text."""
        refuse_surrogates(text)
        tokens = chain.from_iterable(map(self.encode, self._cut(text)))
        return list(accumulate(map(self.sizes.__getitem__, tokens)))

    def _cut(self, text: str) -> Iterable[str]:
        text = normalized(text, self.scheme)
        return blocks(text) if self.scheme.cuts_lines else [text]


def token_sizes(scheme: Scheme) -> dict[int, int]:
    """Give the bytes of each token.

    >>> from tokest.tokens.engines.protocol import Scheme
    >>> ranks = {b"a": 0, b"aa": 1}
    >>> token_sizes(
    ...     Scheme(name="a", normalize="none", pattern=".", whole_pieces=True, ranks=ranks)
    ... )
    {0: 1, 1: 2}
    """
    return {rank: len(token) for token, rank in scheme.ranks.items()}
