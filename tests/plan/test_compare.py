from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tokest.errors import InputError, UnknownModelError, VocabularyMissingError
from tokest.plan.compare import compare
from tokest.plan.exchange import Exchange
from tokest.rates.load import builtin_card, overlay, parse_card

PROMPTS = {"a.md": "你是谁？", "b.md": "Hello World"}
YUAN = Exchange(base="CNY", quote="USD", rate=Decimal("0.14"), day=date(2026, 11, 20))


def names(found: object) -> list[str]:
    return [row.model for row in found.rows]  # type: ignore[attr-defined]


def test_the_cheapest_comes_first_in_each_currency() -> None:
    found = compare(PROMPTS, ["gpt-5.5", "qwen-max", "qwen-long", "qwen-turbo"], output_tokens=10)
    assert [(row.currency, row.model) for row in found.rows] == [
        ("CNY", "qwen-long"),
        ("USD", "qwen-turbo"),
        ("USD", "qwen-max"),
        ("USD", "gpt-5.5"),
    ]


def test_a_row_sums_its_prompts() -> None:
    (row,) = compare(PROMPTS, ["qwen-max"], output_tokens=100, requests=1_000).rows
    # 3 and 2 tokens at 1.6, twice 100 at 6.4 USD per million, a thousand times
    assert (row.input_tokens, row.output_tokens) == (5, 200)
    assert row.cost == Decimal("1.288")
    assert [item.estimate.tokens for item in row.items] == [3, 2]


def test_each_prompt_has_the_tier_of_its_own_request() -> None:
    prompts = {"small": "a", "large": "a b " * 60_000}
    (row,) = compare(prompts, ["qwen3-max"], region="cn").rows
    assert [item.receipt.tier for item in row.items if item.receipt] == [
        "up to 32,000 input tokens",
        "up to 128,000 input tokens",
    ]


def test_a_model_that_does_not_fit_comes_after_those_that_do() -> None:
    text = "a b " * 17_000
    found = compare(text, ["qwen-max", "gpt-5.5"], output_tokens=1)
    assert names(found) == ["gpt-5.5", "qwen-max"]
    assert found.rows[1].fits is False
    assert found.rows[1].problems[0] == "34,001 input tokens > max input 30,720"


def test_a_model_not_offered_in_the_region_has_no_price() -> None:
    found = compare(PROMPTS, ["qwen-long", "qwen-max", "gpt-5"], region="intl")
    assert names(found)[-1] == "qwen-long"
    assert found.rows[-1].cost is None
    assert found.rows[-1].problems == ("not offered in region intl (offered in: cn)",)


def test_a_problem_names_its_prompt_when_there_are_several() -> None:
    (row,) = compare(PROMPTS, ["kimi-k3"], batch=True, method="rule").rows
    assert row.cost is None
    assert row.problems == ("a.md: no batch price on record", "b.md: no batch price on record")


def test_a_dated_exchange_rate_brings_currencies_together() -> None:
    found = compare(PROMPTS, ["qwen-max", "qwen-long"], output_tokens=500, exchange=YUAN)
    assert [row.currency for row in found.rows] == ["USD", "USD"]
    # 5 x 0.5 + 1000 x 2 yuan per million, at 0.14
    assert found.rows[0].cost == Decimal("0.00028035")
    assert "CNY converted at 0.14 USD of 2026-11-20" in found.rows[0].assumptions


FX = """
version: 1
exchange:
  - {base: CNY, quote: USD, rate: 0.13, day: 2026-11-01}
  - {base: CNY, quote: USD, rate: 0.14, day: 2026-11-20}
"""


def test_the_card_brings_the_rates_to_a_currency() -> None:
    card = overlay(builtin_card(), parse_card(FX, "fx.yaml"))
    day = date(2026, 11, 19)
    found = compare(PROMPTS, ["qwen-max", "qwen-long"], output_tokens=500, to="USD", card=card)
    before = compare(PROMPTS, ["qwen-long"], output_tokens=500, to="USD", card=card, at=day).rows[0]
    # 5 x 0.5 + 1000 x 2 yuan per million, at 0.14 and on the 19th at 0.13
    assert (found.rows[0].cost, before.cost) == (Decimal("0.00028035"), Decimal("0.000260325"))
    assert [(rate.rate, rate.quote) for rate in found.exchanges] == [(Decimal("0.14"), "USD")]
    receipt = found.rows[0].items[0].receipt
    assert receipt is not None
    assert receipt.currency == "CNY"


def test_a_rate_of_ones_own_goes_before_the_cards() -> None:
    card = overlay(builtin_card(), parse_card(FX.replace("0.14", "9"), "fx.yaml"))
    found = compare(PROMPTS, ["qwen-long"], output_tokens=500, to="USD", exchange=YUAN, card=card)
    assert found.rows[0].cost == Decimal("0.00028035")


def test_a_service_prices_the_models_that_have_it() -> None:
    found = compare("a", ["gpt-5.4-mini", "qwen-max"], output_tokens=1_000, service="flex")
    flex, none = found.rows
    assert (flex.model, flex.items[0].receipt and flex.items[0].receipt.service) == (
        "gpt-5.4-mini",
        "flex",
    )
    assert (none.cost, none.problems) == (
        None,
        ("qwen-max has no 'flex' price in intl (services: none)",),
    )


def test_a_currency_chooses_among_those_of_a_list() -> None:
    yuan, none = compare(PROMPTS, ["qwen-max", "gpt-5.5"], currency="CNY").rows
    assert (yuan.model, yuan.currency, none.cost) == ("qwen-max", "CNY", None)
    assert none.problems == ("gpt-5.5 has no price in 'CNY' in global (there is: USD)",)


def test_a_model_named_twice_is_one_row() -> None:
    assert names(compare("a", ["qwen-max", "dashscope/qwen-max"])) == ["qwen-max"]


def test_an_exact_count_has_no_range() -> None:
    (row,) = compare(PROMPTS, ["gpt-4o"], output_tokens=5).rows
    assert row.cost == row.cost_low == row.cost_high
    assert row.input_low == row.input_high == row.input_tokens


def test_the_rule_of_thumb_has_a_range_of_costs() -> None:
    (row,) = compare(PROMPTS, ["gpt-4o"], method="rule").rows
    assert row.cost_low < row.cost < row.cost_high  # type: ignore[operator]  # all are priced


PRIVATE = """
version: 1
providers:
  - id: inhouse
    name: In-house
    default_region: global
    regions: [{id: global, name: Worldwide}]
    models:
      - {id: known, encoding: qwen, lifecycle: current, rates: [RATE]}
      - {id: obscure, lifecycle: current, rates: [RATE]}
""".replace(
    "RATE",
    "{region: global, currency: USD, status: documented, source: https://a.example, "
    "checked: 2026-01-01, tiers: [{input: 1, output: 1}]}",
)


def test_a_private_model_is_counted_by_the_encoding_its_entry_names() -> None:
    card = overlay(builtin_card(), parse_card(PRIVATE, "private.yaml"))
    (row,) = compare("你是谁？", ["known"], card=card).rows
    assert (row.input_tokens, row.encoding, row.items[0].estimate.model) == (3, "qwen", "known")


def test_a_private_model_without_an_encoding_is_refused_with_the_remedy() -> None:
    card = parse_card(PRIVATE, "private.yaml")
    with pytest.raises(
        InputError, match="obscure: its tokenizer is not known: give it an encoding"
    ):
        compare("a", ["obscure"], card=card)
    assert compare("a", ["obscure"], card=card, method="rule").rows[0].input_tokens == 1


def test_requests_are_compared_as_they_are_sent() -> None:
    request = {"messages": [{"role": "user", "content": "你是谁？"}], "enable_thinking": False}
    (row,) = compare(request, ["qwen-plus"]).rows
    assert (row.input_tokens, row.items[0].prompt) == (15, "prompt")
    (row,) = compare({"a": request, "b": "你是谁？"}, ["qwen-plus"]).rows
    assert (row.input_tokens, [item.prompt for item in row.items]) == (18, ["a", "b"])


def test_a_request_with_an_unknown_part_has_no_price_and_says_why() -> None:
    content = [{"type": "hologram"}]
    (row,) = compare([{"role": "user", "content": content}], ["qwen-max"]).rows
    assert (row.input_tokens, row.input_low, row.input_high, row.cost) == (None, 8, None, None)
    what = "part of type 'hologram' (messages[0].content[0])"
    assert row.problems == (f"no price: its tokens are not known: {what}",)


def test_an_exact_comparison_of_a_private_tokenizer_is_refused() -> None:
    with pytest.raises(VocabularyMissingError):
        compare("a", ["claude-opus-5-5"], method="exact")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"prompt": {}, "models": ["qwen-max"]}, "prompt: give at least one"),
        ({"prompt": "a", "models": []}, "models: give a list"),
        ({"prompt": "a", "models": "qwen-max"}, "models: give a list"),
        ({"prompt": "a", "models": ["qwen-max"], "output_tokens": -1}, "output_tokens"),
        ({"prompt": "a", "models": ["qwen-max"], "requests": 0}, "requests"),
        (
            {"prompt": "a", "models": ["qwen-max"], "service": "flx"},
            "'flx' is not one of fast, flex",
        ),
        (
            {"prompt": "a", "models": ["qwen-max"], "currency": "EUR"},
            "'EUR' is not one of CNY, USD",
        ),
        ({"prompt": "a", "models": ["qwen-max"], "to": "EUR"}, "no rate of USD to EUR"),
        (
            {"prompt": "a", "models": ["qwen-max"], "service": "flex", "batch": True},
            "service: a batch file has no service",
        ),
        ({"prompt": {"x": b"a"}, "models": ["qwen-max"]}, "prompt: must be a str, got bytes"),
    ],
)
def test_a_call_that_cannot_be_is_refused(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        compare(**arguments)  # type: ignore[arg-type]


def test_an_unknown_model_stops_the_comparison() -> None:
    with pytest.raises(UnknownModelError):
        compare("a", ["qwen-max", "gpt-4o-nano"])
