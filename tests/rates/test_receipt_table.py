from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies import usages
from tokest.rates.load import builtin_card
from tokest.rates.price import price
from tokest.rates.receipt_table import receipt_table, rounded
from tokest.render.formats import render
from tokest.render.table import Report
from tokest.units import Usage

if TYPE_CHECKING:
    from collections.abc import Callable

    from tokest.rates.receipt import Receipt

DAY = date(2026, 11, 24)
RECEIPTS = {
    "tier": price(
        Usage(input_tokens=130_000, cache_read_tokens=20_000, output_tokens=900),
        "qwen-plus",
        region="cn",
        thinking=True,
        requests=1_000,
        at=DAY,
    ),
    "batch": price(
        Usage(input_tokens=9_000, cache_read_tokens=2_000, output_tokens=100),
        "gpt-5.5",
        batch=True,
        at=DAY,
    ),
    "promotion": price(
        Usage(output_video_seconds=5, variant="720p"), "wan3.0-video", region="cn", at=DAY
    ),
    "unpriced": price(Usage(output_video_seconds=5), "wan3.0-video", region="cn", at=DAY),
    "omni": price(
        Usage(
            input_tokens=3_000,
            input_audio_tokens=1_000,
            output_tokens=800,
            output_audio_tokens=500,
        ),
        "qwen3-omni-flash",
        region="cn",
        at=DAY,
    ),
}
MODELS = [
    f"{provider.id}/{model.id}"
    for provider in builtin_card().providers
    for model in provider.models
]


@pytest.mark.parametrize("name", RECEIPTS)
def test_a_receipt_looks_as_it_did(name: str, golden: Callable[[str, str], None]) -> None:
    report = Report(schema="tokest/price/v1", table=receipt_table(RECEIPTS[name]), data=None)
    golden(f"price/{name}.text", render(report, "text"))


def check(found: Receipt) -> list[str]:
    """Do the arithmetic of the table again, from what it shows."""
    wrong = []
    for unit, quantity, printed, factors, per, amount, _ in receipt_table(found).rows:
        if not isinstance(printed, Decimal) or not isinstance(per, int):
            continue
        assert isinstance(quantity, int)
        again = printed * quantity
        for factor in str(factors or "").split("x ")[1:]:
            again *= Decimal(factor.split()[0])
        if again / per != amount:
            wrong.append(str(unit))
    return wrong


@given(model=st.sampled_from(MODELS), usage=usages(), batch=st.booleans())
def test_whoever_does_the_sums_again_gets_the_same(
    model: str,
    usage: Usage,
    batch: bool,  # noqa: FBT001  # drawn
) -> None:
    assert check(price(usage, model, batch=batch)) == []


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        ("0", "USD", "0.00 USD"),
        ("1.005", "USD", "1.00 USD"),
        ("1.015", "USD", "1.02 USD"),
        ("1000", "JPY", "1,000 JPY"),
        ("0.5", "JPY", "0.5000 JPY"),
        ("0.000000123456", "CNY", "0.0000001235 CNY"),
    ],
)
def test_rounding_is_for_people_and_by_currency(amount: str, currency: str, text: str) -> None:
    assert rounded(Decimal(amount), currency) == text
