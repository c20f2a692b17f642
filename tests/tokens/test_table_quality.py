from __future__ import annotations

import pytest

from tokest.tokens.encodings import catalog
from tokest.tokens.table_quality import find_quality, table_names


def test_the_tables_are_those_that_encodings_name() -> None:
    shipped = {encoding.name for encoding in catalog().encodings}
    others = {counter.found.table for counter in catalog().findable if counter.found.table}
    assert shipped | others == set(table_names())


@pytest.mark.parametrize("name", table_names())
def test_the_quality_of_a_table_is_known(name: str) -> None:
    quality = find_quality(name)
    median, p90, total = quality.error
    assert 0 < median < p90 < 1
    assert abs(total) < p90
    assert 0.9 < quality.factor < 1.1


@pytest.mark.parametrize("name", table_names())
@pytest.mark.parametrize("tokens", [1, 30, 31, 100_000_000])
@pytest.mark.parametrize("strange", [0.0, 0.3, 1.0, 50.0])
def test_there_is_an_interval_for_every_estimate(name: str, tokens: int, strange: float) -> None:
    interval = find_quality(name).interval(tokens, strange)
    assert 0 < interval.low <= 1 <= interval.high


@pytest.mark.parametrize("name", table_names())
def test_plain_text_has_narrower_intervals_than_strange_text(name: str) -> None:
    plain, strange = (find_quality(name).interval(1_000, strange) for strange in (0.4, 2.0))
    assert plain.high - plain.low < strange.high - strange.low
