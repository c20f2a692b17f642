from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokest.kernels.pricing import Table, leaves, price_rows

TIERS = Table(np.array([10.0, 20.0]), np.array([[1.0, 2.0], [3.0, 4.0]]))


def cost(table: Table, *rows: tuple[float, float]) -> list[float]:
    own = np.array(rows)
    return [float(found) for found in price_rows(own, own[:, 0], [table])[0]]


@pytest.mark.parametrize(
    ("row", "expected"), [((10, 1), 12), ((11, 1), 37), ((20, 1), 64), ((0, 5), 10)]
)
def test_a_tier_ends_with_its_bound_and_prices_all(
    row: tuple[float, float], expected: float
) -> None:
    assert cost(TIERS, row) == [expected]


def test_only_the_last_bound_is_the_end_of_the_prices() -> None:
    table = Table(np.array([10.0, 20.0, 30.0]), np.array([[1.0, 0.0], [2.0, 0.0], [3.0, 0.0]]))
    assert cost(table, (10, 0), (20, 0), (21, 0), (30, 0)) == [10, 40, 63, 90]
    assert np.isnan(cost(table, (31, 0))).all()


def test_above_the_last_tier_is_unknown() -> None:
    assert np.isnan(cost(TIERS, (21, 1))).all()


def test_marginal_tiers_price_what_is_inside_them() -> None:
    table = Table(TIERS.bounds, TIERS.prices, marginal=True)
    # 10 at 1 and 2 at 3; 10 at 2 and 5 at 4
    assert cost(table, (12, 15), (21, 0))[0] == 16 + 40
    assert np.isnan(cost(table, (12, 15), (21, 0))[1])
    assert cost(table, (20, 0), (0, 20)) == [10 + 30, 20 + 40]


def test_an_unknown_marginal_price_counts_only_where_its_tier_is_reached() -> None:
    bounds = np.array([10.0, 20.0, 30.0])
    table = Table(bounds, np.array([[1.0, 2.0], [3.0, np.nan], [5.0, 6.0]]), marginal=True)
    assert cost(table, (30, 10))[0] == 10 + 30 + 50 + 20
    assert np.isnan(cost(table, (30, 11), (1, 10), (31, 0), (0, 21))).tolist() == [1, 0, 1, 1]


def test_an_unknown_price_counts_only_where_the_unit_is_used() -> None:
    table = Table(np.array([np.inf]), np.array([[1.0, np.nan]]))
    assert cost(table, (3, 0), (3, 1))[0] == 3
    assert np.isnan(cost(table, (3, 0), (3, 1))[1])


def test_a_request_costs_at_least_the_minimum_and_nothing_when_empty() -> None:
    table = Table(np.array([np.inf]), np.array([[1.0, 1.0]]), minimum=5.0)
    assert cost(table, (1, 1), (4, 4), (0, 0)) == [5, 8, 0]


def test_folded_units_are_counted_as_the_first() -> None:
    table = Table(np.array([np.inf]), np.array([[2.0, np.nan]]), folded=(1,))
    assert cost(table, (3, 4), (1, 0), (0, 2)) == [14, 2, 4]


@given(
    counts=st.lists(
        st.tuples(*[st.integers(0, 1000)] * 3).map(
            lambda parts: (parts[0] + max(parts[1:]), *parts[1:])
        ),
        min_size=1,
        max_size=20,
    )
)
def test_own_counts_sum_to_the_whole(counts: list[tuple[int, int, int]]) -> None:
    whole = np.array(counts, np.float64)
    own = leaves(whole, [(0, (1, 2))])
    assert (own >= 0).all()
    assert own.sum(axis=1).tolist() == whole[:, 0].tolist()
