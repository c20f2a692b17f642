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


@pytest.mark.parametrize(("overhead", "slope"), [(37, 0.2), (37, 1.08), (37, 5.0), (3_000, 1.08)])
@pytest.mark.parametrize("seed", range(5))
def test_nearly_half_of_the_pairs_cannot_pull_the_line_away(
    seed: int, overhead: float, slope: float
) -> None:
    estimates, billed, draw = simulated(seed, overhead, slope)
    wrong = draw.permutation(PAIRS)[: PAIRS * 45 // 100]
    billed[wrong] = 2_000 + 3 * billed[wrong]
    line = fit_line(estimates, billed)
    assert line.slope == pytest.approx(slope, rel=0.05)
    assert line.overhead == pytest.approx(overhead, abs=5)
    assert not line.kept[wrong].any()


def test_an_error_is_judged_by_the_length_of_its_text() -> None:
    estimates, billed, _ = simulated(0)
    estimates[:2] = 30, 6000
    billed[:2] = 37 + 1.08 * estimates[:2] + (10, 30)  # standard deviations: 1.7 and 19
    assert fit_line(estimates, billed).kept[:2].tolist() == [False, True]


@pytest.mark.parametrize("pairs", [2, 3, 4, PAIRS])
def test_the_spread_is_that_of_what_the_line_leaves(pairs: int) -> None:
    estimates, billed, _ = simulated(3)
    estimates, billed = estimates[:pairs], billed[:pairs]
    line = fit_line(estimates, billed)
    rest = (billed - line.overhead - line.slope * estimates) * weights_of(estimates)
    freedom = max(int(line.kept.sum()) - 2, 1)
    expected = (rest[line.kept] @ rest[line.kept] / freedom) ** 0.5
    assert line.spread == pytest.approx(max(expected, 0.05))


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


@pytest.mark.parametrize("seed", range(5))
def test_an_overhead_alone_has_the_error_of_a_mean(seed: int) -> None:
    draw = np.random.default_rng(seed)
    billed = 111 + draw.normal(0, 5, 1000)
    billed[:400] += 300
    line = fit_line(np.full(1000, 100.0), billed)
    assert line.overhead == pytest.approx(billed[400:].mean() - 100, abs=0.1)
    assert line.covariance[0, 0] ** 0.5 == pytest.approx(5 / 600**0.5, rel=0.1)
    assert not line.covariance[1].any()


def test_longer_texts_weigh_less() -> None:
    weights = weights_of(np.array([0.0, 100.0, 10_000.0]))
    assert (np.diff(weights) < 0).all()
