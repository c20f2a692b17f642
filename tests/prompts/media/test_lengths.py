from __future__ import annotations

from decimal import Decimal

import pytest

from tokest.prompts.media.lengths import Pages, Seconds
from tokest.prompts.media.values import Media


@pytest.mark.parametrize(
    ("rate", "least", "whole", "seconds", "tokens"),
    [
        ("32", 0, False, 3.7, 119),
        ("25", 0, True, 3.7, 100),
        ("12.5", 1, False, 0.2, 13),
        ("7", 1, False, 60.0, 420),
        ("7", 1, False, 60, 420),
    ],
)
def test_sound_counts_by_the_second(
    rate: str,
    least: int,
    whole: bool,  # noqa: FBT001  # a case
    seconds: float,
    tokens: int,
) -> None:
    model = Seconds(rate=Decimal(rate), least=Decimal(least), whole=whole)
    assert model.count(Media(kind="audio", where="x", seconds=seconds)).tokens == tokens


def test_pages_without_a_rule_have_a_lower_bound() -> None:
    found = Pages(low=1500).count(Media(kind="document", where="x", pages=3))
    assert (found.tokens, found.low, found.high) == (None, 4500, None)
