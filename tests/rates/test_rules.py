from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from cards import card, rate, tier
from tokest.rates.card import Promotion
from tokest.rates.price import price
from tokest.rates.rules import is_multimodal
from tokest.units import Usage


def test_the_tier_is_a_rule_where_there_are_several() -> None:
    several = price(Usage(input_tokens=130_000), "qwen-plus", region="cn")
    assert several.rules == ("the request's 130,000 input tokens choose the tier of all of it",)
    assert price(Usage(input_tokens=130_000), "qwen-coder-plus", region="cn").rules == ()


@pytest.mark.parametrize(
    ("tokens", "noted"), [(128_000, False), (128_001, True), (131_072, True), (131_073, False)]
)
def test_between_two_readings_of_k_the_receipt_says_so(tokens: int, noted: bool) -> None:  # noqa: FBT001  # expected
    found = price(Usage(input_tokens=tokens), "qwen-plus", region="cn")
    assert any("model cards say 131,072" in note for note in found.assumptions) is noted


@pytest.mark.parametrize("field", ["cache_read_tokens", "cache_write_1h_tokens"])
def test_cached_tokens_are_assumed_to_choose_the_tier(field: str) -> None:
    usage = Usage(**{"input_tokens": 130_000, field: 10_000})  # type: ignore[arg-type]
    found = price(usage, "qwen-plus", region="cn")
    assert "cached tokens are taken to count when the tier is chosen" in found.assumptions


@pytest.mark.parametrize(("tokens", "noted"), [(1_023, True), (1_024, False)])
def test_less_than_is_cached_is_remarked(tokens: int, noted: bool) -> None:  # noqa: FBT001  # expected
    found = price(Usage(input_tokens=tokens, cache_read_tokens=9), "qwen-plus", region="cn")
    assert any("caches from 1,024 tokens on" in note for note in found.assumptions) is noted


def test_a_thinking_price_says_what_it_rests_on() -> None:
    found = price(Usage(output_tokens=1), "qwen-plus", region="cn", thinking=True)
    assert any("taken to think" in note for note in found.assumptions)
    assert any("thinking price" in rule for rule in found.rules)
    known = Usage(output_tokens=9, reasoning_tokens=4)
    assert not any("taken" in n for n in price(known, "qwen-plus", region="cn").assumptions)


def promoted(**span: date) -> Promotion:
    return Promotion(factor=Decimal("0.7"), note="30 % off", **span)


@pytest.mark.parametrize(
    ("span", "day", "total"),
    [
        ({}, None, 7),
        ({}, date(2026, 1, 1), 7),
        ({"end": date(2026, 2, 1)}, date(2026, 1, 31), 7),
        ({"end": date(2026, 2, 1)}, date(2026, 2, 1), 10),
        ({"end": date(2026, 2, 1)}, None, 10),
        ({"start": date(2026, 2, 1)}, date(2026, 1, 31), 10),
        ({"start": date(2026, 2, 1)}, date(2026, 2, 1), 7),
    ],
)
def test_a_promotion_holds_on_its_days(span: dict[str, date], day: date | None, total: int) -> None:
    known = card(rate(tier(input=10), promotion=promoted(**span)))
    found = price(Usage(input_tokens=1_000_000), "m1", card=known, at=day)
    assert found.total == total
    assert any("30 % off" in rule for rule in found.rules) is (total == 7)


def test_a_batch_file_names_its_factor() -> None:
    found = price(Usage(input_tokens=9), "qwen-max", region="intl", batch=True)
    assert "a batch file costs x 0.5" in found.rules


def test_text_alone_is_no_input_of_several_kinds() -> None:
    assert not is_multimodal(Usage(input_tokens=9))
    assert is_multimodal(Usage(input_tokens=9, input_video_tokens=9))
