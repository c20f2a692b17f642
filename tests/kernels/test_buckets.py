from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tokest.kernels.buckets import BUCKETS, EXACT, bucket, count, quantiles, start

VALUES = st.lists(st.integers(0, 1 << 40), min_size=1, max_size=200)


@given(VALUES)
def test_a_bucket_starts_at_or_below_its_numbers_and_the_next_above(values: list[int]) -> None:
    array = np.array(values, np.int64)
    found = bucket(array)
    assert (start(found) <= array).all()
    assert (start(found + 1) > array).all()


def test_every_bucket_is_that_of_its_start() -> None:
    every = np.arange(BUCKETS)
    assert (bucket(start(every)) == every).all()


@given(VALUES, VALUES)
def test_counts_add_up(some: list[int], more: list[int]) -> None:
    apart = count(np.array(some, np.int64)) + count(np.array(more, np.int64))
    assert (apart == count(np.array(some + more, np.int64))).all()


@given(VALUES, st.floats(0.01, 1))
def test_a_quantile_is_close_to_the_true_one(values: list[int], share: float) -> None:
    array = np.array(values, np.int64)
    found = int(quantiles(count(array), np.array([share]))[0])
    true = int(np.sort(array)[int(np.ceil(share * len(array) - 1e-9)) - 1])
    assert abs(found - true) <= max(true, found) / EXACT


def test_what_is_above_all_buckets_shares_the_last() -> None:
    assert bucket(np.array([1 << 50])).tolist() == [BUCKETS - 1]
