from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from tokest.plan import pricing
from tokest.plan.pricing import Pricer
from tokest.rates.price import price
from tokest.units import Usage

if TYPE_CHECKING:
    import pytest

    from tokest.rates.receipt import Receipt

sizes = st.one_of(st.integers(0, 2_000_000), st.sampled_from([127_999, 128_000, 128_001, 256_001]))


def asking(model: str, region: str) -> tuple[Pricer, list[int]]:
    asked: list[int] = []

    def ask(usage: Usage) -> Receipt:
        asked.append(usage.input_tokens)
        return price(usage, model, region=region, batch=True)

    return Pricer(ask), asked


@given(
    st.lists(st.tuples(sizes, st.sampled_from([0, 500]))),
    st.sampled_from([("qwen-plus", "cn"), ("qwen-flash", "cn"), ("qwen-flash", "intl")]),
)
def test_a_price_is_that_of_a_receipt(asked: list[tuple[int, int]], model: tuple[str, str]) -> None:
    pricer, _ = asking(*model)
    for input_tokens, output_tokens in asked:
        cost, like = pricer.cost(input_tokens, output_tokens)
        receipt = pricer.ask(like_usage(input_tokens, output_tokens))
        assert cost == receipt.per_request
        assert (like.tier, like.problems) == (receipt.tier, receipt.problems)


def like_usage(input_tokens: int, output_tokens: int) -> Usage:
    return Usage(input_tokens=input_tokens, output_tokens=output_tokens)


def test_few_receipts_price_many_requests() -> None:
    pricer, asked = asking("qwen-plus", "cn")
    for tokens in range(1, 300_000, 30):
        pricer.cost(tokens, 500)
    assert len(asked) < 500


def test_answers_of_too_many_kinds_are_priced_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pricing, "MOST_SPANS", 3)
    pricer, _ = asking("qwen-plus", "cn")
    costs = [pricer.cost(1000, output)[0] for output in range(10)]
    assert costs == [pricer.ask(like_usage(1000, output)).per_request for output in range(10)]
