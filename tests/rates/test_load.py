from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tokest.errors import FileFormatError
from tokest.rates.exchange import find_exchange
from tokest.rates.load import builtin_card, overlay, parse_card
from tokest.rates.match import find_model
from tokest.rates.price import price
from tokest.units import Usage

OVER = """
version: 1
providers:
  - id: alibaba
    name: Alibaba Cloud, our contract
    default_region: intl
    regions: [{id: intl, name: International}]
    models:
      - id: qwen-max
        lifecycle: current
        rates:
          - {region: intl, currency: USD, status: documented, source: https://contract.example,
             checked: 2026-11-01, tiers: [{input: 1.2, output: 4.8}]}
  - id: inhouse
    name: In-house
    default_region: global
    regions: [{id: global, name: Worldwide}]
    models:
      - id: house-7b
        lifecycle: current
        encoding: qwen
        rates:
          - {region: global, currency: USD, status: documented, source: https://wiki.example,
             checked: 2026-11-01, tiers: [{input: 0.01, output: 0.01}]}
"""


def test_an_overlay_replaces_a_model_and_adds_others() -> None:
    card = overlay(builtin_card(), parse_card(OVER, "over.yaml"))
    rates = find_model(card, "qwen-max").model.rates
    sources = {(rate.region, rate.currency): rate.source for rate in rates}
    assert sources["intl", "USD"] == "https://contract.example"
    assert sources["cn", "CNY"].startswith("https://help.aliyun.com/")
    assert find_model(card, "qwen-max").model.limits is not None
    assert find_model(card, "house-7b").model.encoding == "qwen"
    assert find_model(card, "dashscope/qwen-plus").model.rates[0].region == "cn"


def test_an_overlay_without_models_changes_no_model() -> None:
    nothing = parse_card("version: 1\nproviders: []\n", "empty.yaml")
    assert overlay(builtin_card(), nothing).providers == builtin_card().providers


def test_a_card_laid_over_itself_is_itself() -> None:
    assert overlay(builtin_card(), builtin_card()).providers == builtin_card().providers


def test_a_broken_card_reports_every_problem_with_its_place() -> None:
    broken = OVER.replace("4.8", '"4.8"').replace("intl, currency", "intl, curency")
    with pytest.raises(FileFormatError) as caught:
        parse_card(broken, "over.yaml")
    assert caught.value.problems == (
        "over.yaml:12:13: missing currency",
        "over.yaml:12:28: unknown key 'curency', did you mean 'currency'?",
        "over.yaml:13:64: expected a number, got text '4.8': remove the quotes",
    )


CONTRACT = """
version: 1
providers:
  - id: alibaba
    models:
      - id: qwen-max
        rates:
          - {region: intl, currency: CNY, status: contract, source: contract 4711 of 2026-10-01,
             checked: 2026-11-01, tiers: [{input: 8, output: 32}]}
discounts:
  - {models: "alibaba/qwen*", factor: 0.85, source: contract 4711, start: 2026-10-01}
  - {models: "gpt-*", factor: 0.9, source: a reseller, end: 2026-10-01}
exchange:
  - {base: CNY, quote: USD, rate: 0.14, day: 2026-11-01, source: https://a.example}
"""


def test_a_contract_needs_no_more_than_its_rates_and_goes_before_printed_ones() -> None:
    card = overlay(builtin_card(), parse_card(CONTRACT, "contract.yaml"))
    found = price(Usage(input_tokens=1_000_000), "qwen-max", card=card, at=date(2026, 11, 2))
    assert (found.currency, found.figure, found.total) == ("CNY", "contract", Decimal("6.8"))
    assert found.lines[0].factors == (("discount alibaba/qwen*", Decimal("0.85")),)
    assert card.providers[0].name == "Alibaba Cloud Model Studio"
    assert card.providers[0].default_region == "intl"


@pytest.mark.parametrize(
    ("model", "day", "factor"),
    [
        ("qwen-plus", date(2026, 9, 30), "1"),
        ("qwen-plus", date(2026, 10, 1), "0.85"),
        ("dashscope/QWEN-plus", None, "0.85"),
        ("gpt-5.5", date(2026, 9, 30), "0.9"),
        ("gpt-5.5", date(2026, 10, 1), "1"),
        ("gpt-5.5", None, "1"),
        ("kimi-k3", date(2026, 11, 1), "1"),
    ],
)
def test_a_discount_holds_for_its_models_and_days(
    model: str, day: date | None, factor: str
) -> None:
    card = overlay(builtin_card(), parse_card(CONTRACT, "contract.yaml"))
    usage = Usage(input_tokens=1_000, output_tokens=1_000)
    listed = price(usage, model, at=day).total
    assert listed is not None
    assert price(usage, model, at=day, card=card).total == listed * Decimal(factor)


def test_layers_add_up_and_the_last_rate_of_a_day_wins() -> None:
    first = parse_card(CONTRACT, "one.yaml")
    second = parse_card(CONTRACT.replace("rate: 0.14", "rate: 0.15"), "two.yaml")
    card = overlay(overlay(builtin_card(), first), second)
    assert [rate.rate for rate in card.exchange] == [Decimal("0.15")]
    assert len(card.discounts) == 2  # the same discount twice is one


def test_what_a_file_does_not_say_stays_as_it_was() -> None:
    card = overlay(builtin_card(), parse_card(CONTRACT, "contract.yaml"))
    base, over = (find_model(each, "qwen-max").model for each in (builtin_card(), card))
    assert (over.limits, over.kind, over.thinking) == (base.limits, base.kind, base.thinking)
    kept = [rate for rate in base.rates if (rate.region, rate.currency) != ("intl", "CNY")]
    assert [rate for rate in over.rates if rate.status != "contract"] == kept


def test_a_new_provider_may_leave_its_name_and_regions_out() -> None:
    text = CONTRACT.replace("id: alibaba", "id: inhouse").split("discounts:")[0]
    found = price(Usage(input_tokens=1_000_000), "qwen-max", card=parse_card(text, "c.yaml"))
    assert (found.provider, found.region, found.total) == ("inhouse", "intl", Decimal(8))


def test_the_example_of_a_contract_works() -> None:
    text = (Path(__file__).parents[2] / "examples" / "contract.yaml").read_text("utf-8")
    card = overlay(builtin_card(), parse_card(text, "contract.yaml"))
    usage = Usage(input_tokens=10_000, output_tokens=1_000)
    day = date(2026, 11, 24)
    found = {
        name: price(usage, name, card=card, at=day, region=region).total
        for name, region in (("qwen-plus", "cn"), ("house-14b", None), ("gpt-5.5", None))
    }
    assert found == {
        "qwen-plus": Decimal("0.0088"),  # 10 x 0.7 + 1.8
        "house-14b": Decimal("0.0007"),
        "gpt-5.5": Decimal("0.0736"),  # 0.08 x 0.92
    }
    assert find_exchange(card, "CNY", "EUR", day).rate == Decimal("0.122")
