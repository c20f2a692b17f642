from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reference import ranks
from tokest.tokens.bpe import merged_ends
from tokest.tokens.engines import merging
from tokest.tokens.engines.merging import Merger

KNOWN = {token: rank for token, rank in ranks("cl100k_base").items() if rank < 5_000}
PIECES = st.text(max_size=400).map(lambda text: text.encode("utf-8", "replace"))


@pytest.mark.parametrize("after", [0, 1_000])
@given(pieces=st.lists(PIECES, max_size=12))
def test_every_way_gives_the_same_tokens(after: int, pieces: list[bytes]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (("LOCKSTEP_AFTER", after), ("COLUMNS", 3), ("SHORT", 20)):
            patch.setattr(merging, name, value)
        merger = Merger(KNOWN)
        assert merger.lengths(pieces) == [len(merged_ends(piece, KNOWN)) for piece in pieces]


@given(unit=PIECES, times=st.integers(1, 30))
def test_a_long_piece_ends_alike(unit: bytes, times: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(merging, "LONG", 1_000)
        assert Merger(KNOWN).ends(unit * times) == merged_ends(unit * times, KNOWN)


def test_a_long_piece_whose_windows_never_agree_ends_alike() -> None:
    doubled = {b"a" * 2**i: i for i in range(9)}
    piece = b"a" * (merging.LONG + 77)
    assert Merger(doubled).ends(piece) == merged_ends(piece, doubled)
