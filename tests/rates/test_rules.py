from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from cards import card, rate, tier
from tokest.rates.card import Cache, Promotion
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
    note = "the tier ends at 128,000; the console's model cards say 131,072"
    assert found.assumptions == (note,) * noted


def test_the_readings_of_every_bound_but_the_last_are_told_apart() -> None:
    binary = card(rate(tier(1_000, input=1), tier(3_000, input=2), tier(9_000, input=3)))
    binary = replace(binary, providers=(replace(binary.providers[0], binary_bounds=True),))

    def note(tokens: int) -> tuple[str, ...]:
        return price(Usage(input_tokens=tokens), "m1", card=binary).assumptions

    assert note(1_024) == ("the tier ends at 1,000; the console's model cards say 1,024",)
    assert note(3_072) == ("the tier ends at 3,000; the console's model cards say 3,072",)
    assert note(1_025) == note(3_000) == note(9_001) == ()


@pytest.mark.parametrize("field", ["cache_read_tokens", "cache_write_1h_tokens"])
def test_cached_tokens_are_assumed_to_choose_the_tier(field: str) -> None:
    usage = Usage(**{"input_tokens": 130_000, field: 10_000})  # type: ignore[arg-type]
    found = price(usage, "qwen-plus", region="cn")
    assert found.assumptions[0] == "cached tokens are taken to count when the tier is chosen"
    marginal = card(rate(tier(9, input=1), tier(input=2, cache_read=1), marginal=True))
    assert price(usage, "m1", card=marginal).assumptions == ()
    one = card(rate(tier(input=2, cache_read=1)))
    assert price(usage, "m1", card=one).assumptions == ()


@pytest.mark.parametrize(("tokens", "noted"), [(1_023, True), (1_024, False)])
def test_less_than_is_cached_is_remarked(tokens: int, noted: bool) -> None:  # noqa: FBT001  # expected
    least = Cache(read=Decimal("0.1"), min_tokens=1_024)
    caching = card(rate(tier(input=2, cache_read=1), cache=least))
    note = "the model caches from 1,024 tokens on, the request has 1,023"
    for kind in ("cache_read_tokens", "cache_read_explicit_tokens", "cache_write_tokens"):
        usage = Usage(input_tokens=tokens, **{kind: 9})  # type: ignore[arg-type]
        assert (note in price(usage, "m1", card=caching).assumptions) is noted
    assert price(Usage(input_tokens=tokens), "m1", card=caching).assumptions == ()


def test_a_thinking_price_says_what_it_rests_on() -> None:
    found = price(Usage(output_tokens=1), "qwen-plus", region="cn", thinking=True)
    note = "taken to think: without any reasoning the plain output price would hold"
    rule = "output of a thinking request has the thinking price, reasoning included"
    assert found.assumptions == (note,)
    assert found.rules[1:] == (rule,)
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
    assert found.rules == ("a batch file costs x 0.5",)


def test_text_beside_audio_that_costs_nothing_is_a_rule() -> None:
    free = card(rate(tier(output=2, output_audio=50), free_beside_audio=True))
    found = price(Usage(output_tokens=9, output_audio_tokens=4), "m1", card=free)
    assert found.rules == ("text is not billed where the answer is spoken, too",)
    assert found.assumptions == ()


@pytest.mark.parametrize(("text", "noted"), [(5, True), (0, False)])
def test_text_beside_audio_is_assumed_to_be_billed_where_there_is_any(
    text: int,
    noted: bool,  # noqa: FBT001  # expected
) -> None:
    unsaid = card(rate(tier(input=1, output=2, output_audio=50)))
    usage = Usage(input_tokens=3, output_tokens=4 + text, output_audio_tokens=4)
    note = "no page says whether text beside audio is billed: taken as billed"
    assert price(usage, "m1", card=unsaid).assumptions == (note,) * noted


def test_marginal_tiers_are_a_rule() -> None:
    bands = card(rate(tier(9, input=1), tier(input=2), marginal=True))
    rule = "marginal tiers: each part of a quantity has the price of its tier"
    assert price(Usage(input_tokens=5), "m1", card=bands).rules == (rule,)


@pytest.mark.parametrize(
    ("promotion", "rule"),
    [
        (Promotion(factor=Decimal("0.7"), note="30 % off"), "30 % off (its end is not printed)"),
        (
            Promotion(factor=Decimal("0.7"), end=date(2026, 2, 1)),
            "limited-time price (until 2026-02-01)",
        ),
    ],
)
def test_a_promotion_says_until_when(promotion: Promotion, rule: str) -> None:
    known = card(rate(tier(input=10), promotion=promotion))
    found = price(Usage(input_tokens=9), "m1", card=known, at=date(2026, 1, 9))
    assert found.rules == (rule,)


def test_text_alone_is_no_input_of_several_kinds() -> None:
    assert not is_multimodal(Usage(input_tokens=9, cache_read_tokens=9))
    for kind in ("input_image_tokens", "input_video_tokens", "input_audio_tokens"):
        assert is_multimodal(Usage(input_tokens=9, **{kind: 9}))  # type: ignore[arg-type]
