from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from tokest.rates.price import make_receipt
from tokest.rates.terms import Terms
from tokest.units import Usage
from tokest.usage.logs.call import Call
from tokest.usage.pricing import Pricer
from usage import month
from usage.files import context

if TYPE_CHECKING:
    from decimal import Decimal

AT = datetime(2026, 10, 1, 12, tzinfo=UTC)


def call(model: str, usage: Usage, *, batch: bool = False) -> Call:
    match = context().match(model, "alibaba")
    return Call(
        source="a", line=1, id="1", at=AT, model=model, match=match, usage=usage, batch=batch
    )


def cost(pricer: Pricer, one: Call) -> Decimal | None:
    amounts = [charge.amount for charge in pricer.price(one, one.match).charges]
    return None if None in amounts else sum(amount for amount in amounts if amount is not None)  # type: ignore[return-value]  # at least one


def test_calls_that_share_a_look_up_cost_what_a_receipt_says() -> None:
    pricer = Pricer("cn")
    for made in month.calls():
        one = replace(call(made.model, made.usage, batch=made.batch), at=made.at)
        assert one.match is not None
        terms = Terms(region="cn", batch=made.batch, thinking=made.thinking, at=made.at)
        assert cost(pricer, one) == make_receipt(made.usage, one.match, terms).total


def test_a_tier_starts_above_its_bound() -> None:
    pricer = Pricer("cn")
    tiers = [
        pricer.price(one, one.match).tier
        for tokens in (256_000, 256_001)
        for one in [call("qwen3.7-plus", Usage(input_tokens=tokens))]
    ]
    assert tiers == [0, 256]


def test_peak_hours_are_not_shared_with_others() -> None:
    pricer = Pricer("cn")
    one = call("deepseek-v4-pro-0813", Usage(input_tokens=1_000_000))
    noon = replace(one, at=datetime(2026, 10, 1, 4, tzinfo=UTC))
    night = replace(one, at=datetime(2026, 10, 1, 18, tzinfo=UTC))
    costs = [cost(pricer, noon), cost(pricer, night), cost(pricer, noon)]
    assert costs[0] == costs[2] != costs[1]


@pytest.mark.parametrize(
    ("one", "region", "problem"),
    [
        (call("house-7b", Usage(input_tokens=1)), "cn", "unknown model 'house-7b'"),
        (call("qwen-long", Usage(input_tokens=1)), "intl", "model 'qwen-long' has no rate"),
        (call("wan2.6-t2v", Usage(output_video_seconds=5)), "cn", "say which variant"),
    ],
)
def test_what_has_no_price_says_why(one: Call, region: str, problem: str) -> None:
    found = Pricer(region).price(one, one.match)
    assert [charge.amount for charge in found.charges] == [None]
    assert (found.problem or "").startswith(problem)


def test_cached_tokens_of_a_batch_file_cost_as_plain_input() -> None:
    pricer = Pricer("cn")
    one = call("qwen-plus", Usage(input_tokens=100, cache_read_tokens=40), batch=True)
    for _ in range(2):
        found = pricer.price(one, one.match)
        assert [(charge.unit, charge.quantity) for charge in found.charges] == [("input", 100)]
