from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokest.kernels.quota import burn, last_day, remaining


def test_days_are_covered_first_come_first_served() -> None:
    days = np.array([[0.25, 3.0], [0.5, 3.0], [0.0, 3.0], [1.0, 3.0]])
    assert burn(0.5, days).T.tolist() == [[1, 0.5, 1, 0], [0.5 / 3, 0, 0, 0]]


@given(
    amount=st.floats(0, 1e6),
    used=st.lists(st.floats(0, 1e5), min_size=1, max_size=30),
)
def test_a_quota_covers_what_it_holds_and_no_more(amount: float, used: list[float]) -> None:
    days = np.array(used)[:, None]
    covered = burn(amount, days)
    assert ((covered >= 0) & (covered <= 1)).all()
    spent = float((covered * days).sum())
    assert spent == pytest.approx(min(amount, sum(used)), abs=1e-3)
    last = int(last_day(amount, days)[0])
    assert (last == len(used)) == (np.cumsum(used)[-1] < amount)


@given(
    amount=st.floats(1, 1e6),
    used=st.lists(st.floats(0, 1e5), min_size=1, max_size=30),
)
def test_what_is_left_falls_to_nothing_on_the_last_day(amount: float, used: list[float]) -> None:
    days = np.array(used)[:, None]
    left = remaining(amount, days)[:, 0]
    assert left[0] == amount
    assert (np.diff(left) <= 0).all()
    last = int(last_day(amount, days)[0])
    assert (left[: last + 1] > 0).all()
    assert (left[last + 1 :] == 0).all()
