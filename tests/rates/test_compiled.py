from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from hypothesis import given

from cards import cards
from tokest.rates.compiled import compile_card, read_compiled
from tokest.rates.load import parse_card, read_either
from tokest.rates.price import price
from tokest.resources import data_file
from tokest.units import Usage

if TYPE_CHECKING:
    from tokest.rates.card import RateCard

YAML = data_file("pricing.yaml").read_bytes()
JSON = data_file("pricing.json").read_text("utf-8")


def test_the_compiled_card_is_the_card() -> None:
    card = read_compiled(JSON, YAML)
    assert card is not None, "data/pricing.yaml was edited: run make rates"
    assert card.providers == parse_card(YAML.decode(), "pricing.yaml").providers


def test_an_edited_yaml_is_read_instead() -> None:
    edited = YAML.replace(b"{input: 2.4, output: 9.6", b"{input: 2.5, output: 9.6")
    assert edited != YAML
    usage = Usage(input_tokens=1_000_000)
    card = read_either(edited, JSON)
    assert price(usage, "qwen-max", region="cn", card=card).total == Decimal("2.5")
    assert price(usage, "qwen-max", region="cn").total == Decimal("2.4")


def test_the_compiled_card_is_as_it_is_written() -> None:
    assert compile_card(parse_card(YAML.decode(), "pricing.yaml"), YAML) == JSON


def test_the_compiled_form_of_another_file_is_not_read() -> None:
    assert read_compiled(JSON, YAML + b"\n") is None
    assert read_compiled("{}", YAML) is None


@given(card=cards())
def test_every_part_of_a_card_survives(card: RateCard) -> None:
    plain = replace(card, discounts=(), exchange=())
    found = read_compiled(compile_card(plain, b"any"), b"any")
    assert found is not None
    assert found.providers == plain.providers
