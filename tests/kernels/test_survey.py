"""Samples of clusters: exact where they must be, and intervals that hold what they promise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokest.kernels.survey import clusters_needed, draw, estimate, student

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

BLOCK = 65_536
SKEWED = ("lognormal", "pareto", "languages", "rare", "sorted")


def rows(kind: str) -> tuple[Floats, Floats]:
    """Make the bytes and tokens of the rows of a corpus that is skewed in one way."""
    rng = np.random.default_rng(1)
    many = 250_000
    sizes = rng.lognormal(6.5, 1.2, many)
    if kind == "pareto":  # a few rows have most of the bytes, and more tokens a byte
        sizes = np.minimum((rng.pareto(1.3, many) + 1) * 300, 5e6)
    if kind == "sorted":
        sizes = np.sort(sizes)
    ratios = 0.25 * rng.lognormal(0, 0.15, many)
    if kind == "pareto":
        ratios *= np.where(sizes > 20_000, 1.6, 1)
    if kind == "languages":  # runs of rows in languages of 1 to 4 times the tokens a byte
        runs = rng.choice([1, 1.3, 2, 4], p=[0.7, 0.15, 0.1, 0.05], size=many // 500)
        ratios *= np.repeat(runs, 500)
    if kind == "rare":  # a row in a hundred is of another kind, and twenty times as long
        odd = rng.random(many) < 0.01
        ratios, sizes = np.where(odd, 2.7 * ratios, ratios), np.where(odd, 20 * sizes, sizes)
    sizes = np.ceil(sizes)
    return sizes, np.maximum(1, np.round(sizes * ratios))


def blocks(kind: str) -> tuple[Floats, Floats]:
    """Share the rows of a corpus out over the blocks they lie in."""
    sizes, tokens = rows(kind)
    ends = np.concatenate([[0], np.cumsum(sizes)])
    edges = np.append(np.arange(0, ends[-1], BLOCK), ends[-1])
    shared = np.interp(edges, ends, np.concatenate([[0], np.cumsum(tokens)]))
    return np.diff(edges), np.diff(shared)


@pytest.mark.parametrize("wanted", [0.01, 0.02])
@pytest.mark.parametrize("kind", SKEWED)
def test_an_interval_of_95_percent_covers_as_often_as_it_says(kind: str, wanted: float) -> None:
    sizes, tokens = blocks(kind)
    clusters, whole, true = len(sizes), float(sizes.sum()), tokens.sum()
    covered = 0
    for seed in range(1000):
        rng = np.random.default_rng(seed)
        many = 200
        for _ in range(4):
            drawn = draw(clusters, many, rng)
            found = estimate(tokens[drawn.clusters][None], sizes[drawn.clusters], drawn, whole)
            half = float(found.errors[0] * found.factors[0])
            if half <= wanted * found.totals[0]:
                break
            off = half / float(found.totals[0])
            many = int(clusters_needed(clusters, drawn.clusters.size, off, wanted) * 1.15) + 2
        covered += abs(found.totals[0] - true) <= half
    assert 930 <= covered <= 970


@given(st.integers(2, 5000), st.integers(2, 300), st.integers(0, 2**32))
def test_two_different_clusters_are_drawn_from_each_stratum(
    clusters: int, wanted: int, seed: int
) -> None:
    drawn = draw(clusters, wanted, np.random.default_rng(seed))
    ends = np.cumsum(drawn.sizes)
    assert ends[-1] == clusters
    assert (drawn.sizes >= 2).all()
    assert (drawn.clusters[:, 0] != drawn.clusters[:, 1]).all()
    assert (drawn.clusters < ends[:, None]).all()
    assert (drawn.clusters >= (ends - drawn.sizes)[:, None]).all()


def test_strata_are_drawn_apart() -> None:
    first = draw(1000, 200, np.random.default_rng(0)).clusters[:, 0]
    assert set(first % 10) == set(range(10))


def test_every_cluster_is_drawn_alike() -> None:
    times = np.zeros(10)
    for seed in range(4000):
        times[draw(10, 4, np.random.default_rng(seed)).clusters] += 1
    assert np.abs(times / 4000 - 0.4).max() < 0.03


def test_a_sample_of_all_is_exact() -> None:
    drawn = draw(8, 8, np.random.default_rng(0))
    sums = np.array([[[1.0, 5], [2, 2], [9, 0], [3, 3]]])
    found = estimate(sums, np.ones((4, 2)), drawn, 8.0)
    assert found.totals.tolist() == [25.0]
    assert found.errors.tolist() == [0.0]
    assert np.isfinite(found.factors).all()


def test_clusters_without_size_say_nothing() -> None:
    drawn = draw(8, 4, np.random.default_rng(0))
    found = estimate(np.zeros((1, 2, 2)), np.zeros((2, 2)), drawn, 8.0)
    assert [*found.totals, *found.errors, *found.factors] == [0, np.inf, 1]


@given(st.integers(0, 2**32), st.floats(0.01, 1000), st.floats(0.01, 1000))
def test_totals_grow_with_what_is_summed_and_with_the_whole(
    seed: int, unit: float, more: float
) -> None:
    rng = np.random.default_rng(seed)
    drawn = draw(100, 20, rng)
    sizes, sums = rng.uniform(1, 2, (10, 2)), rng.uniform(0, 1, (1, 10, 2))
    once = estimate(sums, sizes, drawn, 150.0)
    found = estimate(sums * unit, sizes, drawn, 150.0 * more)
    assert found.totals == pytest.approx(once.totals * unit * more)
    assert found.errors == pytest.approx(once.errors * unit * more)
    assert found.factors == pytest.approx(once.factors)


def test_totals_of_several_sums_are_those_of_each_alone() -> None:
    rng = np.random.default_rng(0)
    drawn = draw(100, 20, rng)
    sizes, sums = rng.uniform(1, 2, (10, 2)), rng.uniform(0, 1, (3, 10, 2)) ** [[[1]], [[4]], [[9]]]
    found = estimate(sums, sizes, drawn, 150.0)
    for row, own in enumerate(sums):
        alone = estimate(own[None], sizes, drawn, 150.0)
        assert found.totals[row] == pytest.approx(alone.totals[0])
        assert found.errors[row] == pytest.approx(alone.errors[0])
        assert found.factors[row] == pytest.approx(alone.factors[0])


def test_students_quantile_is_that_of_the_tables() -> None:
    table = {10: 2.228139, 20: 2.085963, 30: 2.042272, 60: 2.000298, 1000: 1.962339}
    assert student(np.array([4.0])) == pytest.approx(2.776445, rel=1e-3)
    found = student(np.array([*map(float, table)]))
    assert found == pytest.approx([*table.values()], abs=1e-5)


def test_no_more_clusters_are_needed_than_there_are() -> None:
    assert clusters_needed(500, 100, 1.0, 0.001) <= 500
    assert clusters_needed(500, 500, 1.0, 0.001) == 500
    assert clusters_needed(500, 100, 0.0, 0.001) == 100


def test_a_third_of_an_error_takes_nine_times_as_many() -> None:
    assert clusters_needed(10**9, 100, 0.03, 0.01) == 900
