from __future__ import annotations

import pytest

from tokest.errors import InputError, UnknownModelError
from tokest.plan.fitting import fits, input_limit, less
from tokest.rates.load import builtin_card, overlay, parse_card

RATES = """[{region: global, currency: USD, status: documented, source: https://house.example,
    checked: 2026-01-01, tiers: [{input: 0, output: 0}]}]"""
OVER = f"""
version: 1
providers:
  - id: inhouse
    name: In-house
    default_region: global
    regions: [{{id: global, name: Worldwide}}]
    models:
      - id: house-7b
        lifecycle: current
        encoding: qwen
        limits: {{context_window: 3, source: https://house.example, checked: 2026-01-01}}
        rates: {RATES}
      - id: house-8b
        lifecycle: current
        encoding: qwen
        rates: {RATES}
"""


def test_a_model_has_the_limit_of_its_input_before_that_of_its_window() -> None:
    found = fits("Hello World", "qwen-max")
    assert (found.fits, found.limit) == (True, 30_720)


@pytest.mark.parametrize(("reserve", "expected"), [(30_718, True), (30_719, False)])
def test_a_reserve_is_taken_off_the_limit(reserve: int, expected: bool) -> None:  # noqa: FBT001
    assert fits("Hello World", "qwen-max", reserve=reserve).fits is expected


@pytest.mark.parametrize(("limit", "expected"), [(2, True), (1, False)])
def test_a_limit_may_be_given(limit: int, expected: bool) -> None:  # noqa: FBT001
    assert fits("Hello World", "qwen-max", max_tokens=limit).fits is expected
    assert fits("Hello World", encoding="qwen", max_tokens=limit).fits is expected


def test_a_model_of_an_own_rate_card_has_its_limit_and_its_encoding() -> None:
    card = overlay(builtin_card(), parse_card(OVER, "over.yaml"))
    assert fits("One two three", "house-7b", card=card).fits
    assert not fits("One two three four", "house-7b", card=card).fits
    with pytest.raises(InputError, match="no limit of 'house-8b' is on record: give one"):
        input_limit("house-8b", card)
    assert fits("One", "qwen-max", card=card).limit == 30_720


def test_an_encoding_has_no_limit() -> None:
    with pytest.raises(InputError, match="max_tokens: an encoding has no limit"):
        fits("Hello World", encoding="qwen")


def test_a_model_that_is_not_known_has_nearest_names() -> None:
    with pytest.raises(UnknownModelError, match="qwen-turbo"):
        fits("Hello World", "qwen-trubo")


def test_a_reserve_is_no_more_than_the_limit() -> None:
    assert less(5, 5) == 0
    with pytest.raises(InputError, match="reserve: 30,721 is more than the limit 30,720"):
        fits("Hello World", "qwen-max", reserve=30_721)
