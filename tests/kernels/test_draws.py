from __future__ import annotations

from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tokest.kernels.draws import (
    LARGEST_P90,
    empirical_nodes,
    hats,
    lognormal_nodes,
    lognormal_quantile,
    normal_quantile,
    shuffle_nodes,
    spread,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

REAL = st.floats(-1e6, 1e6)
MEANS = st.floats(0.5, 1e6)
RATIOS = st.floats(1.0, LARGEST_P90 * 0.999)


@given(u=st.floats(1e-300, 1 - 1e-16) | st.integers(1, 300).map(lambda digits: 10.0**-digits))
def test_normal_quantiles_agree_with_the_standard_library(u: float) -> None:
    expected = NormalDist().inv_cdf(u)
    assert normal_quantile(np.array([u]))[0] == pytest.approx(expected, rel=1e-6, abs=2e-6)


@given(mean=MEANS, ratio=RATIOS)
def test_lognormal_nodes_keep_the_mean_and_the_quantile(mean: float, ratio: float) -> None:
    nodes = lognormal_nodes(1024, mean, mean * ratio)
    assert nodes.mean() == pytest.approx(mean, rel=1e-9)
    assert (np.diff(nodes) >= -1e-9 * mean).all()
    found = lognormal_quantile(np.array([0.9]), mean, mean * ratio)[0]
    assert found == pytest.approx(mean * ratio, rel=1e-5)
    assert nodes[921] == pytest.approx(found, rel=0.02)


@given(values=st.lists(st.integers(0, 10**6), min_size=1, max_size=50), size=st.integers(1, 64))
def test_empirical_nodes_keep_the_mean(values: list[int], size: int) -> None:
    nodes = empirical_nodes(size, np.sort(np.array(values, np.float64)))
    assert nodes.mean() == pytest.approx(sum(values) / len(values), rel=1e-9, abs=1e-6)


@given(size=st.integers(1, 600), turn=st.integers(0, 2))
def test_shuffled_nodes_are_all_there(size: int, turn: int) -> None:
    assert sorted(shuffle_nodes(size, turn)) == list(range(size))


@pytest.mark.parametrize("size", [16, 40, 97, 121, 128, 256, 300, 499])
def test_shuffled_nodes_side_by_side_go_their_own_ways(size: int) -> None:
    lists = [shuffle_nodes(size, turn) for turn in range(3)]
    assert np.abs(np.corrcoef(lists) - np.eye(3)).max() < 0.4


@given(
    draws=arrays(np.float64, st.tuples(*[st.integers(1, 4)] * 2, st.integers(2, 40)), elements=REAL)
)
def test_quantiles_are_those_of_numpy_and_ordered(draws: NDArray[np.float64]) -> None:
    shares = (0.0, 0.05, 0.1, 0.5, 0.9, 0.95, 1.0)
    found = spread(draws, shares)
    assert found[:-1] == pytest.approx(np.quantile(draws, shares, axis=-1), abs=1e-6)
    assert (np.diff(found[:-1], axis=0) >= -1e-6).all()
    assert found[-1] == pytest.approx(draws.mean(axis=-1), abs=1e-6)


def test_one_draw_is_its_own_quantile() -> None:
    assert spread(np.array([[7.0], [8.0]]), (0.1, 0.9)).tolist() == [[7, 8], [7, 8], [7, 8]]


def test_interpolation_goes_through_its_grid_and_on_beyond_it() -> None:
    grid, values = np.array([0.0, 1.0, 3.0]), np.array([1.0, 2.0, 6.0])
    found = hats(grid, np.array([-1.0, 0.0, 0.5, 2.0, 4.0])) @ values
    assert found.tolist() == [0, 1, 1.5, 4, 8]


def test_a_grid_of_one_is_constant() -> None:
    assert hats(np.array([1.0]), np.array([3.0, 4.0])).tolist() == [[1], [1]]
