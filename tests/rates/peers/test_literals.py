from __future__ import annotations

from decimal import Decimal

import pytest

from tokest.errors import FileFormatError
from tokest.rates.peers.literals import MOST_CHARACTERS, read_assignment


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("a = 1", 1),
        ("a: int = 'x'", "x"),
        ("a = (1, [None, True])", [1, [None, True]]),
        ("a = {'k': Decimal('0.10'), **b}", {"k": Decimal("0.10")}),
        ("a = Decimal('much')", None),
        ("a = Decimal(1.5)", None),
        ("a = x.y(1, b=2)", {"()": "x.y", "*": [1], "b": 2}),
        ("a = __import__('os').system('false')", {"()": "__import__('os').system", "*": ["false"]}),
        ("a = [i for i in range(10**9)]", None),
        ("a = 1 + 1", None),
        ("b = 1\na = 2\na = 3", 2),
    ],
)
def test_only_data_is_read(source: str, value: object) -> None:
    assert read_assignment(source, "a", "a.py") == value


@pytest.mark.parametrize("source", ["a = " + "(" * 5_000 + ")" * 5_000, "a =", "a = 1\0"])
def test_what_cannot_be_parsed_is_an_error(source: str) -> None:
    with pytest.raises(FileFormatError, match=r"a\.py: is not valid Python"):
        read_assignment(source, "a", "a.py")


def test_a_deep_chain_and_a_huge_text_are_refused() -> None:
    with pytest.raises(FileFormatError, match=r"a\.py: (nests 'a' too deeply|is not valid Python)"):
        read_assignment("a = x" + ".x" * 50_000 + "()", "a", "a.py")
    with pytest.raises(FileFormatError, match="more than 8,000,000 characters"):
        read_assignment(" " * (MOST_CHARACTERS + 1), "a", "a.py")
