from __future__ import annotations

import pytest

from tokest.errors import FileFormatError
from tokest.rates.load import builtin_card, overlay, parse_card
from tokest.rates.match import find_model

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
    sources = {rate.region: rate.source for rate in find_model(card, "qwen-max").model.rates}
    assert sources["intl"] == "https://contract.example"
    assert sources["cn"].startswith("https://help.aliyun.com/")
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
