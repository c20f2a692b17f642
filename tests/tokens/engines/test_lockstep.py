from __future__ import annotations

import random
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reference import last_merge, ranks
from tokest.tokens.bpe import merged_ends
from tokest.tokens.encodings import catalog
from tokest.tokens.engines import lockstep
from tokest.tokens.engines.lockstep import last_merges, long_ends, merged_lengths
from tokest.tokens.engines.pairs import Pairs

NAMES = [encoding.name for encoding in catalog().encodings]
TOY = {bytes([byte]): rank for rank, byte in enumerate(b"abc")} | {
    b"ab": 3, b"bc": 4, b"abc": 5, b"cc": 6, b"aa": 7, b"aaaa": 8, b"bcab": 9, b"aab": 10,
}  # fmt: skip
PIECES = st.text("abc", max_size=40).map(str.encode)
ANY = st.one_of(
    st.binary(max_size=60), st.text(max_size=30).map(lambda t: t.encode("utf-8", "replace"))
)


@cache
def pairs(name: str) -> Pairs:
    return Pairs(ranks(name))


@given(pieces=st.lists(PIECES))
def test_pieces_together_merge_as_each_alone(pieces: list[bytes]) -> None:
    assert merged_lengths(pieces, Pairs(TOY)) == [len(merged_ends(p, TOY)) for p in pieces]


@given(
    tokens=st.sets(st.text("ab", min_size=2, max_size=5).map(str.encode)), pieces=st.lists(PIECES)
)
def test_they_do_in_any_vocabulary(tokens: set[bytes], pieces: list[bytes]) -> None:
    known = {token: i for i, token in enumerate([b"a", b"b", b"c", *tokens])}
    assert merged_lengths(pieces, Pairs(known)) == [len(merged_ends(p, known)) for p in pieces]


@pytest.mark.parametrize("name", NAMES)
@given(pieces=st.lists(ANY, max_size=8))
def test_they_do_in_real_vocabularies(name: str, pieces: list[bytes]) -> None:
    expected = [len(merged_ends(piece, ranks(name))) for piece in pieces]
    assert merged_lengths(pieces, pairs(name)) == expected


@given(
    piece=st.text("abc", min_size=1, max_size=300).map(str.encode),
    run=st.text("abc", min_size=1, max_size=7),
)
def test_windows_that_agree_give_the_tokens_of_the_whole(piece: bytes, run: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lockstep, "WIDTH", 24)
        patch.setattr(lockstep, "STRIDE", 16)
        for text in (piece, piece + 20 * run.encode() + piece):
            found = long_ends(text, Pairs(TOY))
            assert found is None or found.tolist() == merged_ends(text, TOY)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "unit", ["a", " ", "\n", "中", "😀", "e\u0301", "^", "de", "=-", "abcde", "0", "的是"]
)
def test_runs_merge_by_windows(name: str, unit: str) -> None:
    piece = (unit * 4_000).encode()[:6_000]
    found = long_ends(piece, pairs(name))
    assert found is not None
    assert found.tolist() == merged_ends(piece, ranks(name))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "chars", ["abcdefghijklmnopqrstuvwxyz", "".join(map(chr, range(0x4E00, 0x9FA6)))]
)
def test_noise_merges_by_windows(name: str, chars: str) -> None:
    piece = "".join(random.Random(9).choices(chars, k=6_000)).encode()  # noqa: S311  # test data
    found = long_ends(piece, pairs(name))
    assert found is not None
    assert found.tolist() == merged_ends(piece, ranks(name))


def test_windows_that_never_agree_give_nothing() -> None:
    doubled = {b"a" * 2**i: i for i in range(9)}  # tokens as long as half a window
    assert long_ends(b"a" * 2_001, Pairs(doubled)) is None


@pytest.mark.parametrize("name", NAMES)
def test_a_token_is_joined_where_its_bytes_merge_last(name: str) -> None:
    tokens = sorted(ranks(name), key=ranks(name).__getitem__)
    found = last_merges(tokens, pairs(name))
    for i in random.Random(4).sample(range(256, len(tokens)), 3_000):  # noqa: S311  # test data
        expected = last_merge(tokens[i], ranks(name))
        assert found[i] == (len(expected[0][0]) if expected else 0)
