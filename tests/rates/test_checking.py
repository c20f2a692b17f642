from __future__ import annotations

import pytest

from price_lists import CARD, DAY, small_card
from tokest.rates.checking import Checked, check_file
from tokest.rates.load import builtin_card

OWN = """\
version: 1
providers:
  - id: acme
    models:
      - id: tiny
        aliases: [qwen-max]
        rates:
          - {region: global, currency: USD, status: contract, source: our contract,
             checked: 2026-11-01, tiers: [{input: 1}]}
discounts:
  - {models: 'qwen*', factor: 0.9, source: our contract}
  - {models: 'qwne*', factor: 0.9, source: our contract}
"""


def check(text: str) -> Checked:
    return check_file(small_card(), text, "own.yaml", DAY)


def test_what_a_file_would_do() -> None:
    found = check(OWN.replace("        aliases: [qwen-max]\n", ""))
    assert found.adds == ("acme/tiny",)
    assert found.replaces == ()
    assert found.discounted == ("alibaba/qwen-max", "alibaba/qwen-plus", "alibaba/qwen-tts")
    again = check(CARD)
    assert (again.adds, len(again.replaces), again.problems) == ((), 5, ())


def test_a_file_may_hold_nothing_but_exchange_rates() -> None:
    rate = "{base: CNY, quote: USD, rate: 0.14, day: 2026-11-20}"
    found = check(f"version: 1\nexchange: [{rate}]\n")
    assert (found.exchange_rates, found.problems, found.adds) == (1, (), ())


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("", "", "'qwen-max' would no longer mean one model: alibaba/qwen-max, acme/tiny"),
        ("", "", "the discount on 'qwne*' meets no model"),
        ("2026-11-01", "2027-11-01", "acme/tiny: checked on 2027-11-01, after 2026-11-24"),
    ],
)
def test_problems_beyond_the_form(old: str, new: str, problem: str) -> None:
    found = check(OWN.replace(old, new) if old else OWN)
    assert problem in [one.what for one in found.problems]
    assert all(one.line is None for one in found.problems)


def test_every_problem_of_form_has_its_line() -> None:
    found = check_file(
        builtin_card(), OWN.replace("input: 1", "inptu: 1").replace("0.9", "90 %"), "a:1:2: b", DAY
    )
    assert [(one.file, one.line, one.column) for one in found.problems] == [
        ("a:1:2: b", 9, 43),
        ("a:1:2: b", 9, 44),
        ("a:1:2: b", 11, 31),
        ("a:1:2: b", 12, 31),
    ]
    assert "did you mean 'input'?" in "".join(one.what for one in found.problems)


def test_a_fault_without_a_column_keeps_its_line() -> None:
    (one,) = check("a: " + "[" * 40 + "]" * 40).problems
    assert (one.line, one.column, one.what) == (1, None, "nested more than 32 levels deep")
