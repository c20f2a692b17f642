from __future__ import annotations

from datetime import date

import pytest

from tokest.errors import RegionError
from tokest.rates.load import builtin_card
from tokest.rates.match import find_model
from tokest.rates.terms import Terms, choose_rate

QWEN_PLUS = find_model(builtin_card(), "qwen-plus")


def test_the_region_asked_for_is_taken_without_a_note() -> None:
    notes: list[str] = []
    assert choose_rate(QWEN_PLUS, Terms(region="cn"), notes).currency == "CNY"
    assert notes == []


def test_the_note_of_a_rate_is_passed_on() -> None:
    notes: list[str] = []
    choose_rate(find_model(builtin_card(), "qwen3.7-plus"), Terms(region="intl"), notes)
    assert notes[0].startswith("limited-time 20 % discount")


def test_an_unknown_region_names_those_there_are() -> None:
    with pytest.raises(RegionError, match="offered in: cn, eu, intl, us"):
        choose_rate(QWEN_PLUS, Terms(region="mars", at=date(2026, 11, 1)), [])
