from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel_tables import ALPHABET, TABLES, VALUES, lay_out
from strategies import TEXT
from tokest.kernels.sampling import (
    BLOCK,
    Sample,
    choose,
    estimate,
    measure,
    octets,
    totals,
    traits,
)
from tokest.kernels.sums import expect
from tokest.kernels.words import REACH


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
    sums, odd = expect(*lay_out(text), TABLES, VALUES)
    found = measure(padded(text), np.arange(3) * BLOCK, TABLES, VALUES)
    assert found.sums.sum(axis=1).tolist() == sums[:, 0].tolist()
    assert found.odd.sum(axis=1).tolist() == odd[:, 0].tolist()


def test_bytes_are_measured_like_wider_units() -> None:
    text = "abC 1 " * 400
    starts = np.array([0, 700, 1500])
    wide, narrow = (
        measure(padded(text, kind), starts, TABLES, VALUES) for kind in (np.uint16, np.uint8)
    )
    assert np.array_equal(wide.sums, narrow.sums)


@given(text=st.text(ALPHABET, min_size=300, max_size=900))
def test_traits_of_parts_sum_to_those_of_the_whole(text: str) -> None:
    units = padded(text)
    rows = np.stack([units[REACH - 1 + at : REACH + at + 150] for at in (0, 150)])
    inside = traits(rows).sum(axis=1)
    assert inside.tolist() == traits(units[None, REACH - 1 : REACH + 300])[:, 0].tolist()
    assert totals(units)[0] == len(text.encode("utf-16-le")) // 2


def test_narrow_and_wide_units_have_the_same_traits() -> None:
    text = "Two Words 12\n\n" * 40
    assert traits(padded(text, np.uint8)[None]).tolist() == traits(padded(text)[None]).tolist()


@given(text=TEXT)
def test_the_bytes_of_a_text_are_those_of_its_utf8(text: str) -> None:
    assert octets(np.frombuffer(text.encode("utf-16-le"), np.uint16)) == len(text.encode())


def made_up(
    seed: int, drift: int = 0
) -> tuple[Sample, np.ndarray[tuple[int], np.dtype[np.int64]], float]:
    """Make blocks whose sums follow their traits but for noise, and the text they are part of.

    With a `drift` the text slowly turns into another and back, which no trait shows.
    """
    rng = np.random.default_rng(seed)
    seen = np.vstack([np.full(4_000, BLOCK), rng.integers(0, BLOCK, (9, 4_000))])
    sums = seen[1] * 60 + seen[5] * 200 + rng.normal(0, 3_000, 4_000)
    sums += drift * np.sin(np.linspace(0, 20, 4_000))
    some = choose(4_000 * BLOCK, 1_000, rng) // BLOCK
    sample = Sample(
        sums=sums[None, some].astype(np.int64), odd=seen[:3, some], traits=seen[:, some]
    )
    return sample, seen.sum(axis=1), float(sums.sum())


@pytest.mark.parametrize("drift", [0, 15_000])
def test_the_error_is_that_of_many_samples(drift: int) -> None:
    results = [made_up(seed, drift) for seed in range(200)]
    found = [estimate(sample, whole) for sample, whole, _ in results]
    off = [sums[0] / true - 1 for (sums, _), (_, _, true) in zip(found, results, strict=True)]
    assert abs(np.mean(off)) < 0.0005
    assert np.mean([errors[0] for _, errors in found]) == pytest.approx(np.std(off), rel=0.15)


def test_a_text_that_is_read_whole_is_known() -> None:
    text = (ALPHABET * 400)[: 8 * BLOCK]
    found = measure(padded(text), np.arange(8) * BLOCK, TABLES, VALUES)
    sums, errors = estimate(found, totals(padded(text)))
    assert sums == pytest.approx(found.sums.sum(axis=1))
    assert errors.tolist() == [0.0, 0.0]
