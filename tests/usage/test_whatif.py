from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tokest.errors import UnknownModelError
from tokest.rates.load import builtin_card
from tokest.rates.price import price
from tokest.units import Usage
from tokest.usage.whatif import what_if
from usage.test_pricing import AT, call

CALLS = [
    call("qwen-plus", Usage(input_tokens=tokens, output_tokens=300, reasoning_tokens=100))
    for tokens in (500, 150_000)
]


def test_the_same_calls_are_priced_on_other_models() -> None:
    (found,) = what_if(CALLS, ["qwen-max"], card=builtin_card(), region="cn")
    costs = [price(one.usage, "qwen-max", region="cn", thinking=True, at=AT).total for one in CALLS]
    assert found.cost == sum(one for one in costs if one is not None)
    assert (found.calls, found.unpriced_calls, found.currency) == (2, 0, "CNY")


def test_hits_of_an_explicit_cache_are_hits_of_the_only_one() -> None:
    cached = replace(CALLS[0], usage=Usage(input_tokens=5000, cache_read_explicit_tokens=4000))
    plain = Usage(input_tokens=5000, cache_read_tokens=4000)
    (found,) = what_if([cached], ["gpt-5.5"], card=builtin_card())
    assert found.cost == price(plain, "gpt-5.5", at=AT).total


def test_what_was_written_to_a_cache_is_plain_input_elsewhere() -> None:
    used = Usage(input_tokens=5000, cache_read_tokens=1000, cache_write_1h_tokens=3000)
    plain = Usage(input_tokens=5000, cache_read_tokens=1000)
    (found,) = what_if([call("claude-opus-5-5", used)], ["gemini-2.5-flash"], card=builtin_card())
    assert (found.unpriced_calls, found.cost) == (0, price(plain, "gemini-2.5-flash", at=AT).total)


def test_calls_without_a_price_are_counted_and_not_summed() -> None:
    images = call("qwen-image-2.0-pro", Usage(output_images=2))
    (found,) = what_if([*CALLS, images], ["qwen-max"], card=builtin_card(), region="cn")
    assert (found.calls, found.unpriced_calls) == (3, 1)
    assert found.problems[0][1] == 1
    (nothing,) = what_if([images], ["qwen-max"], card=builtin_card(), region="cn")
    assert (nothing.cost, nothing.currency) == (None, None)


def test_no_call_costs_nothing_anywhere() -> None:
    (found,) = what_if([], ["qwen-max"], card=builtin_card())
    assert (found.calls, found.cost) == (0, None)


def test_an_unknown_model_is_refused() -> None:
    with pytest.raises(UnknownModelError, match="qwen-max"):
        what_if([], ["qwen-mx"], card=builtin_card())


def test_amounts_are_exact() -> None:
    (found,) = what_if(CALLS * 50, ["qwen-max"], card=builtin_card(), region="cn")
    (once,) = what_if(CALLS, ["qwen-max"], card=builtin_card(), region="cn")
    assert found.cost == (once.cost or Decimal(0)) * 50
