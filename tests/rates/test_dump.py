from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given

from cards import cards
from tokest.rates.dump import dump_card
from tokest.rates.load import builtin_card, parse_card
from tokest.resources import data_file

if TYPE_CHECKING:
    from tokest.rates.card import RateCard


def parts(card: RateCard) -> tuple[object, ...]:
    return card.version, card.providers, card.discounts, card.exchange


@given(card=cards())
def test_a_card_written_and_read_is_the_same(card: RateCard) -> None:
    assert parts(parse_card(dump_card(card), "drawn.yaml")) == parts(card)


def test_the_file_stands_in_the_form_that_is_written() -> None:
    text = data_file("pricing.yaml").read_text("utf-8")
    header = text[: text.index("version:")]
    assert header.count("\n") > 30
    assert text == header + dump_card(builtin_card())  # else: tools/compile_rates.py --form
