from __future__ import annotations

from itertools import accumulate, pairwise

from hypothesis import given
from hypothesis import strategies as st

from reference import ranks
from tokest.tokens.bpe import merged_ends

TOY = {bytes([byte]): rank for rank, byte in enumerate(b"abc")} | {
    b"ab": 3,
    b"bc": 4,
    b"abc": 5,
    b"cc": 6,
    b"aa": 7,
    b"aaaa": 8,
}


def slow_ends(piece: bytes, known: dict[bytes, int]) -> list[int]:
    """Merge the lowest pair, leftmost first, scanning all pairs each time."""
    parts = [piece[i : i + 1] for i in range(len(piece))]
    while True:
        pairs = [(known[a + b], i) for i, (a, b) in enumerate(pairwise(parts)) if a + b in known]
        if not pairs:
            return list(accumulate(map(len, parts)))
        i = min(pairs)[1]
        parts[i : i + 2] = [parts[i] + parts[i + 1]]


@given(piece=st.text("abc", max_size=60).map(str.encode))
def test_merges_equal_the_slow_reference_on_a_toy_vocabulary(piece: bytes) -> None:
    assert merged_ends(piece, TOY) == slow_ends(piece, TOY)


@given(
    piece=st.one_of(
        st.binary(max_size=60), st.text(max_size=30).map(lambda t: t.encode("utf-8", "replace"))
    )
)
def test_merges_equal_the_slow_reference_on_a_real_vocabulary(piece: bytes) -> None:
    known = ranks("cl100k_base")
    assert merged_ends(piece, known) == slow_ends(piece, known)


def test_an_empty_piece_has_no_tokens() -> None:
    assert merged_ends(b"", TOY) == []
