"""Merges of pieces, each in the way that is quickest for it; all give the same tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tokest.tokens.bpe import merged_ends

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tokest.tokens.engines.pairs import Pairs

LOCKSTEP_AFTER: Final = 1 << 18
"""Bytes merged piece by piece before merges go in lockstep: numpy and `Pairs` take as long."""

COLUMNS: Final = 64
"""Pieces that make a step worth its overhead."""

SHORT: Final = 256
"""Bytes of a piece that has its next merge found quicker in lockstep than in a heap."""

LONG: Final = 1 << 14
"""Bytes of a piece that is merged quicker by windows."""


class Merger:
    """Merges pieces by the ranks of one scheme."""

    def __init__(self, ranks: Mapping[bytes, int]) -> None:
        self._ranks = ranks
        self._pairs: Pairs | None = None
        self._bytes = 0  # merged so far

    def ends(self, piece: bytes) -> list[int]:
        """Give where the tokens of a piece end.

        >>> Merger({b"a": 0, b"b": 1, b"ab": 2}).ends(b"aab")
        [1, 3]
        """
        if len(piece) < LONG:
            return merged_ends(piece, self._ranks)
        # Short texts do without numpy, whose import takes longer than they do.
        from tokest.tokens.engines.lockstep import long_ends  # noqa: PLC0415

        found = long_ends(piece, self._know_pairs())
        return merged_ends(piece, self._ranks) if found is None else found.tolist()

    def lengths(self, pieces: Sequence[bytes]) -> list[int]:
        """Count the tokens of each piece.

        >>> Merger({b"a": 0, b"b": 1, b"ab": 2}).lengths([b"aab", b"b"])
        [2, 1]
        """
        self._bytes += sum(map(len, pieces))
        if len(pieces) < COLUMNS or self._bytes < LOCKSTEP_AFTER:
            return [len(self.ends(piece)) for piece in pieces]
        from tokest.tokens.engines.lockstep import merged_lengths  # noqa: PLC0415  # as above

        short = [piece for piece in pieces if len(piece) <= SHORT]
        counts = iter(merged_lengths(short, self._know_pairs()))
        return [next(counts) if len(p) <= SHORT else len(self.ends(p)) for p in pieces]

    def _know_pairs(self) -> Pairs:
        if self._pairs is None:
            from tokest.tokens.engines.pairs import Pairs  # noqa: PLC0415  # as above

            self._pairs = Pairs(self._ranks)
        return self._pairs
