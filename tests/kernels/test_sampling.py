from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel_tables import ALPHABET, TABLES, VALUES, lay_out
from tokest.kernels.sampling import BLOCK, choose, measure, spread
from tokest.kernels.windows import REACH, expect


def padded(
    text: str, dtype: type[np.unsignedinteger] = np.uint16
) -> np.ndarray[tuple[int], np.dtype[np.uint16]]:
    gap = np.zeros(REACH, np.uint16)
    units = np.frombuffer(text.encode("utf-16-le"), np.uint16)
    return np.concatenate([gap, units, gap]).astype(dtype)


@given(size=st.integers(BLOCK, 10**7), share=st.floats(0, 1), seed=st.integers(0, 99))
def test_blocks_neither_overlap_nor_leave_the_text(size: int, share: float, seed: int) -> None:
    blocks = max(1, int(share * (size // BLOCK)))
    starts = choose(size, blocks, np.random.default_rng(seed))
    assert len(starts) == blocks
    assert starts[0] >= 0
    assert starts[-1] <= size - BLOCK
    assert (np.diff(starts) >= BLOCK).all()


@given(text=st.text(ALPHABET, min_size=3 * BLOCK, max_size=4 * BLOCK))
def test_the_blocks_of_a_whole_text_sum_to_the_text(text: str) -> None:
    text = text[: 3 * BLOCK]
    sums, unsure = expect(*lay_out(text), TABLES, VALUES)
    found = measure(padded(text), np.arange(3) * BLOCK, TABLES, VALUES)
    assert found.sums.sum(axis=1).tolist() == sums[:, 0].tolist()
    assert found.unsure.sum() == unsure[0]


def test_bytes_are_measured_like_wider_units() -> None:
    text = "abC 1 " * 400
    starts = np.array([0, 700, 1500])
    wide, narrow = (
        measure(padded(text, kind), starts, TABLES, VALUES) for kind in (np.uint16, np.uint8)
    )
    assert np.array_equal(wide.sums, narrow.sums)


def test_the_spread_is_that_of_many_samples() -> None:
    rng = np.random.default_rng(3)
    text = rng.integers(0, 100, (1, 4096)) + np.arange(4096) // 40
    totals, errors = [], []
    for _ in range(400):
        places = np.arange(1024) * 4 + rng.integers(0, 4, 1024)
        totals.append(text[0, places].sum() * 4)
        errors.append(spread(text[:, places], 0.25)[0])
    real = np.std(totals) / text.sum()
    assert np.mean(errors) == pytest.approx(real, rel=0.15)


def test_a_text_that_is_read_whole_has_no_spread() -> None:
    assert spread(np.array([[3, 9, 4]]), 1.0).tolist() == [0.0]


def test_equal_blocks_have_no_spread() -> None:
    assert spread(np.full((2, 5), 7), 0.2).tolist() == [0.0, 0.0]
