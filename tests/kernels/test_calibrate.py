from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokest.kernels.calibrate import fit_line, weights_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

PAIRS = 200


def simulated(
    seed: int, overhead: float = 37, slope: float = 1.08
) -> tuple[NDArray[np.float64], NDArray[np.float64], np.random.Generator]:
    """Draw pairs whose error grows with the root of the length."""
    draw = np.random.default_rng(seed)
    estimates = np.exp(draw.uniform(np.log(30), np.log(6000), PAIRS)).round()
    noise = draw.normal(0, 0.25, PAIRS) * np.sqrt(estimates + 16)
    return estimates, (overhead + slope * estimates + noise).round(), draw


@pytest.mark.parametrize("seed", range(20))
def test_five_per_cent_of_outliers_do_not_move_the_line(seed: int) -> None:
    estimates, billed, draw = simulated(seed)
    wrong = draw.choice(PAIRS, PAIRS // 20, replace=False)
    billed[wrong] *= draw.uniform(1.5, 6, PAIRS // 20)
    line = fit_line(estimates, billed)
    assert line.slope == pytest.approx(1.08, rel=0.01)
    assert line.overhead == pytest.approx(37, abs=3)
    assert not line.kept[wrong].any()


@pytest.mark.parametrize("seed", range(5))
def test_a_second_template_does_not_move_the_line_of_the_first(seed: int) -> None:
    estimates, billed, draw = simulated(seed)
    other = draw.random(PAIRS) < 0.35
    line = fit_line(estimates, billed + np.where(other, 800, 0))
    assert line.slope == pytest.approx(1.08, rel=0.01)
    assert line.overhead == pytest.approx(37, abs=3)


def test_errors_cover_the_truth_as_often_as_they_say() -> None:
    hits = 0
    for seed in range(200):
        estimates, billed, _ = simulated(seed)
        line = fit_line(estimates, billed)
        hits += abs(line.overhead - 37) < 1.6449 * line.covariance[0, 0] ** 0.5
    assert 160 <= hits <= 195  # 90 % of 200, less three standard deviations on either side


@given(st.integers(0, 300), st.floats(0.5, 3), st.integers(0, 1000))
def test_pairs_on_a_line_give_that_line(overhead: int, slope: float, seed: int) -> None:
    estimates = simulated(seed)[0]
    line = fit_line(estimates, overhead + slope * estimates)
    assert line.slope == pytest.approx(slope, rel=1e-6)
    assert line.overhead == pytest.approx(overhead, abs=1e-3)
    assert line.kept.all()


def test_estimates_that_are_all_the_same_give_an_overhead_alone() -> None:
    line = fit_line(np.full(40, 100.0), np.full(40, 111.0))
    assert (line.slope, line.overhead) == (1.0, 11.0)


def test_longer_texts_weigh_less() -> None:
    weights = weights_of(np.array([0.0, 100.0, 10_000.0]))
    assert (np.diff(weights) < 0).all()
