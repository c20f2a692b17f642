from __future__ import annotations

from decimal import Decimal

import pytest

from price_lists import CARD, NEW_CARD, small_card
from tokest.rates.differences import Change, differences


def changes(old: str, new: str) -> list[tuple[object, ...]]:
    return [
        (one.what, one.model, one.price_list, one.field, one.old, one.new)
        for one in differences(small_card(old), small_card(new))
    ]


def test_a_card_is_no_different_from_itself() -> None:
    assert differences(small_card(), small_card()) == ()


def test_prices_models_and_days() -> None:
    assert changes(CARD, NEW_CARD) == [
        ("changed", "alibaba/qwen-max", "intl USD", "input", Decimal("1.6"), Decimal("1.2")),
        ("changed", "alibaba/qwen-plus", "intl USD", "checked", "2026-05-01", "2026-11-01"),
        ("added", "alibaba/qwen-tts-2", "", "", None, None),
        ("removed", "alibaba/qwen-tts", "", "", None, None),
        ("rewritten", "mistral/large", "global USD ..2026-10-20", "input", Decimal("0.68"),
         Decimal("0.7")),
        ("removed", "deepseek/v4", "global USD", "cache_read", Decimal("0.05"), None),
    ]  # fmt: skip


def test_a_price_that_follows_another_is_changed_and_the_old_span_ends() -> None:
    old = "checked: 2026-10-01, tiers: [{input: 2.4, output: 9.6}]}"
    new = (
        "checked: 2026-10-01, end: 2026-11-01, tiers: [{input: 2.4, output: 9.6}]}\n"
        "          - {region: cn, currency: CNY, status: documented, source: https://a.example,"
        " checked: 2026-11-02, start: 2026-11-01, tiers: [{input: 2, output: 9.6}]}"
    )
    assert changes(CARD, CARD.replace(old, new)) == [
        ("changed", "alibaba/qwen-max", "cn CNY", "input", Decimal("2.4"), Decimal(2)),
        ("changed", "alibaba/qwen-max", "cn CNY", "end", None, "2026-11-01"),
        ("added", "alibaba/qwen-max", "cn CNY", "span 2026-11-01..", None, None),
    ]


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        (
            "aliases: [large-latest]",
            "aliases: [a, b]",
            ("changed", "mistral/large", "", "aliases", "large-latest", "a, b"),
        ),
        (
            "service: flex",
            "service: slow",
            ("added", "mistral/large", "global USD slow", "", None, None),
        ),
        (
            "up_to: 256000, input",
            "up_to: 128000, input",
            ("changed", "alibaba/qwen-plus", "intl USD", "input over 128,000", Decimal("0.4"),
             Decimal("1.2")),
        ),
        (
            "cache: none}",
            "cache: plain}",
            ("changed", "alibaba/qwen-max", "intl USD", "batch", "...", "..."),
        ),
        (
            "aliases: [dashscope]",
            "aliases: [bailian]",
            ("changed", "alibaba", "", "aliases", "dashscope", "bailian"),
        ),
        (
            "version: 1\n",
            "version: 1\ndiscounts: [{models: '*', factor: 0.9, source: us}]\n",
            ("changed", "(discounts)", "", "discounts", None, None),
        ),
        (
            "end: 2026-10-20, tiers",
            "end: 2026-10-20, start: 2026-01-01, tiers",
            ("removed", "mistral/large", "global USD", "span ..2026-10-20", None, None),
        ),
    ],
)  # fmt: skip
def test_other_changes(old: str, new: str, change: tuple[object, ...]) -> None:
    assert change in changes(CARD, CARD.replace(old, new))


def test_a_provider_that_is_gone_takes_its_models_along() -> None:
    without = CARD[: CARD.index("  - id: deepseek")]
    assert changes(CARD, without) == [("removed", "deepseek/v4", "", "", None, None)]
    assert changes(without, CARD) == [("added", "deepseek/v4", "", "", None, None)]


def test_percent() -> None:
    rise = Change(what="changed", model="a", old=Decimal("0.7"), new=Decimal("0.9"))
    assert rise.percent == Decimal("28.6")
    assert Change(what="changed", model="a", old="x", new="y").percent is None
