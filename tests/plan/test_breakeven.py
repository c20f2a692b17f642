from __future__ import annotations

import math
from decimal import Decimal

import pytest
from hypothesis import given

from strategies import prices
from tokest.errors import InputError
from tokest.plan.breakeven import (
    batch_or_cache,
    batch_saving,
    cache_reuses,
    cache_spacing,
    output_length,
)
from tokest.rates.price import price
from tokest.rates.terms import Terms
from tokest.units import Usage


@given(plain=prices(), write=prices(), read=prices())
def test_a_cache_pays_from_the_reuse_it_says(plain: Decimal, write: Decimal, read: Decimal) -> None:
    def pays(reuses: int) -> bool:
        return write + reuses * read < (reuses + 1) * plain

    found = cache_reuses(plain, write, read)
    if found is None:
        assert not any(map(pays, (0, 1, 10, 10**9)))
    else:
        assert pays(found)
        assert found == 0 or not pays(found - 1)


@pytest.mark.parametrize(
    ("prices_of", "expected"),
    [(("1", "1.25", "0.1"), 1), (("1", "2", "0.1"), 2), (("1", "1", "1"), None)],
)
def test_reuses_of_known_price_lists(prices_of: tuple[str, ...], expected: int | None) -> None:
    plain, write, read = map(Decimal, prices_of)
    assert cache_reuses(plain, write, read) == expected


def test_at_the_spacing_found_a_cache_costs_as_much_as_none() -> None:
    plain, write, read = Decimal(1), Decimal("1.25"), Decimal("0.1")
    spacing = cache_spacing(plain, write, read, 300)
    assert spacing is not None
    hits = 1 - math.exp(-300 / spacing)
    assert hits * 0.1 + (1 - hits) * 1.25 == pytest.approx(1.0)


def test_a_cache_that_costs_nothing_to_write_pays_at_any_spacing() -> None:
    assert cache_spacing(Decimal(1), Decimal(1), Decimal("0.2"), 300) is None
    assert cache_spacing(Decimal(1), Decimal(2), Decimal(1), 300) == 0


def test_negative_prices_are_refused() -> None:
    with pytest.raises(InputError, match="read: must be a price of 0 or more"):
        cache_reuses(Decimal(1), Decimal(1), Decimal(-1))


def test_a_batch_saves_half_where_its_factor_is_a_half() -> None:
    usage = Usage(input_tokens=1000, output_tokens=500)
    assert batch_saving(usage, "qwen-max", region="intl") == Decimal("0.0024")
    with pytest.raises(InputError, match="no batch"):
        batch_saving(usage, "kimi-k3")


def test_where_a_live_call_with_cache_is_as_cheap_as_a_batch() -> None:
    usage = Usage(input_tokens=10_000, output_tokens=100)
    share = batch_or_cache(usage, "qwen-plus", region="cn")
    assert share is not None
    cached = Usage(input_tokens=10_000, output_tokens=100, cache_read_tokens=round(share * 10_000))
    live = price(cached, "qwen-plus", region="cn").total
    batch = price(usage, "qwen-plus", region="cn", batch=True).total
    assert live is not None
    assert batch is not None
    assert float(live) == pytest.approx(float(batch), rel=1e-3)


def test_a_long_answer_makes_a_batch_cheaper_whatever_the_cache() -> None:
    usage = Usage(input_tokens=1000, output_tokens=5000)
    assert batch_or_cache(usage, "qwen-plus", region="cn") is None


def test_at_the_length_found_two_models_cost_the_same() -> None:
    names = ("qwen3.7-flash", "qwen-flash")
    length = output_length(*names, 30_000, terms=Terms(region="cn"))
    assert length is not None
    usage = Usage(input_tokens=30_000, output_tokens=round(length))
    first, second = (price(usage, name, region="cn").total for name in names)
    assert first is not None
    assert second is not None
    assert float(first) == pytest.approx(float(second), rel=1e-4)


def test_one_model_may_be_cheaper_at_every_length() -> None:
    assert output_length("gpt-5.4-mini", "gemini-2.5-flash", 10_000) is None
    assert output_length("qwen-max", "qwen-max", 10_000) is None


def test_amounts_of_two_currencies_are_not_compared() -> None:
    with pytest.raises(InputError, match=r"qwen-long is billed in CNY, gpt-5\.5 in USD"):
        output_length("qwen-long", "gpt-5.5", 1000)
