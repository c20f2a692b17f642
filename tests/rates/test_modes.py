from __future__ import annotations

from decimal import Decimal

import pytest

from cards import card, rate, tier
from tokest.rates.card import Batch, Cache
from tokest.rates.price import price
from tokest.units import Usage

MILLION = 1_000_000
OWN = card(
    rate(tier(input=2, output=4, cache_read="0.2")),
    rate(tier(input=1, output=3), service="batch"),
    rate(tier(input=8, output=9), service="fast"),
)


def test_a_batch_list_of_its_own_goes_before_any_factor() -> None:
    found = price(Usage(input_tokens=MILLION, output_tokens=MILLION), "m1", card=OWN, batch=True)
    assert (found.total, found.service) == (Decimal(4), "batch")


def test_a_service_is_a_price_list_of_its_own() -> None:
    usage = Usage(input_tokens=MILLION)
    assert price(usage, "m1", card=OWN, service="fast").total == 8
    assert price(usage, "m1", card=OWN).total == 2


CACHE = Cache(read=Decimal("0.2"), read_explicit=Decimal("0.1"), write=Decimal("1.25"))


@pytest.mark.parametrize(
    ("unit", "total"),
    [("cache_read", "0.4"), ("cache_read_explicit", "0.2"), ("cache_write", "2.5")],
)
def test_a_cache_price_that_is_not_printed_follows_the_rule(unit: str, total: str) -> None:
    known = card(rate(tier(input=2), cache=CACHE))
    usage = Usage(input_tokens=MILLION, **{f"{unit}_tokens": MILLION})  # type: ignore[arg-type]
    found = price(usage, "m1", card=known)
    assert found.total == Decimal(total)
    assert any(f"no {unit} price is printed" in note for note in found.assumptions)


def test_a_printed_cache_price_goes_before_the_rule() -> None:
    known = card(rate(tier(input=2, cache_read="0.3"), cache=CACHE))
    found = price(Usage(input_tokens=MILLION, cache_read_tokens=MILLION), "m1", card=known)
    assert (found.total, found.assumptions) == (Decimal("0.3"), ())


def test_without_a_rule_a_cache_write_has_no_price() -> None:
    known = card(rate(tier(input=2), cache=Cache(read=Decimal("0.2"))))
    usage = Usage(input_tokens=9, cache_write_1h_tokens=9)
    assert price(usage, "m1", card=known).status == "partial"


def test_factors_follow_each_other_and_are_named() -> None:
    batch = Batch(factor=Decimal("0.5"), cache="factor")
    known = card(rate(tier(input=2), cache=CACHE, batch=batch))
    usage = Usage(input_tokens=MILLION, cache_read_tokens=MILLION)
    line = price(usage, "m1", card=known, batch=True).lines[1]
    assert (line.printed, line.rate) == (Decimal(2), Decimal("0.2"))
    assert [name for name, _ in line.factors] == ["cache", "batch"]


MODES = card(
    rate(
        tier(input=1, output=2, thinking={"output": 8}, multimodal={"output": 4}),
        free_beside_audio=True,
    ),
    thinking="opt_in",
)


@pytest.mark.parametrize(
    ("usage", "terms", "total", "why"),
    [
        ({}, {}, 2, ""),
        ({}, {"thinking": True}, 8, "thinking price"),
        ({"reasoning_tokens": 5}, {}, 8, "thinking price"),
        ({}, {"thinking": True, "reasoned": False}, 2, ""),
        ({}, {"reasoned": True}, 8, "thinking price"),
        ({"input_image_tokens": 0}, {}, 2, ""),
    ],
)
def test_thinking_changes_the_output_price_if_anything_was_thought(
    usage: dict[str, int], terms: dict[str, bool], total: int, why: str
) -> None:
    asked = Usage(output_tokens=MILLION, **usage)  # type: ignore[arg-type]
    found = price(asked, "m1", card=MODES, **terms)  # type: ignore[arg-type]
    assert (found.total, found.lines[-1].why) == (Decimal(total), why)


def test_input_of_several_kinds_has_its_own_output_price() -> None:
    usage = Usage(input_tokens=1, input_image_tokens=1, output_tokens=MILLION)
    found = price(usage, "m1", card=MODES)
    assert found.lines[-1].rate == 4
    assert found.lines[-1].why == "price for input of several kinds"


def test_text_beside_audio_is_free_where_the_page_says_so() -> None:
    spoken = card(rate(tier(output=2, output_audio=50), free_beside_audio=True))
    usage = Usage(output_tokens=3 * MILLION, output_audio_tokens=MILLION)
    assert price(usage, "m1", card=spoken).total == 50
    both = card(rate(tier(output=2, output_audio=50), free_beside_audio=False))
    assert price(usage, "m1", card=both).total == 54
    unknown = price(usage, "m1", card=card(rate(tier(output=2, output_audio=50))))
    assert unknown.total == 54
    assert any("text beside audio" in note for note in unknown.assumptions)
