from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokest.documents.kinds import Choice, Count, Day, Flag, Many, Moment, Number, Record, Text
from tokest.documents.reading import read
from tokest.errors import FileFormatError

SHAPE = Record(
    dict,
    {"name": Text()},
    {
        "price": Number(),
        "tokens": Count(),
        "unit": Choice(("token", "image")),
        "day": Day(),
        "at": Moment(),
        "free": Flag(),
        "many": Many(Number()),
        "inner": Record(dict, {"x": Count()}),
    },
)


def problems(text: str) -> tuple[str, ...]:
    with pytest.raises(FileFormatError) as caught:
        read(text, "f.yaml", SHAPE)
    return caught.value.problems


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("price: 0.10", {"price": Decimal("0.10")}),
        ("price: 1e-6", {"price": Decimal("0.000001")}),
        ("tokens: 010", {"tokens": 10}),
        ("day: 2026-11-01", {"day": date(2026, 11, 1)}),
        ("at: 2026-08-16T16:00:00Z", {"at": datetime(2026, 8, 16, 16, tzinfo=UTC)}),
        ("free: true", {"free": True}),
        ("many: [1, 2.5]", {"many": (Decimal(1), Decimal("2.5"))}),
        ("inner: {x: 1}", {"inner": {"x": 1}}),
    ],
)
def test_values_are_read_from_their_text(line: str, value: dict[str, Any]) -> None:
    assert read(f"name: no\n{line}\n", "f.yaml", SHAPE) == {"name": "no", **value}


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("price: 128k", "f.yaml:2:8: expected a number, got '128k': write 128000"),
        ("price: 1.5M", "f.yaml:2:8: expected a number, got '1.5M': write 1500000"),
        ("price: six", "f.yaml:2:8: expected a number, got 'six'"),
        ("price: '6'", "f.yaml:2:8: expected a number, got text '6': remove the quotes"),
        ("price: -3", "f.yaml:2:8: must be between 0 and 1,000,000,000, got '-3'"),
        ("price: [1]", "f.yaml:2:8: expected a number, got a list"),
        ("price:", "f.yaml:2:7: expected a number, got ''"),
        ("tokens: 1.5", "f.yaml:2:9: expected a whole number, got 1.5"),
        ("unit: tokens", "f.yaml:2:7: 'tokens' is not one of token, image"),
        ("free: yes", "f.yaml:2:7: 'yes' is not one of true, false"),
        ("day: yesterday", "f.yaml:2:6: expected a date such as 2026-11-01, got 'yesterday'"),
        ("at: 2026-11-01T10:00", "f.yaml:2:5: expected an instant with its zone"),
        ("at: soon", "f.yaml:2:5: expected an instant with its zone"),
        ("many: 1", "f.yaml:2:7: expected a list, got '1'"),
        ("inner: 1", "f.yaml:2:8: expected a mapping, got '1'"),
        ("inner: {}", "f.yaml:2:8: missing x"),
        ("prize: 1", "f.yaml:2:1: unknown key 'prize', did you mean 'price'?"),
        ("zzz: 1", "f.yaml:2:1: unknown key 'zzz', known: name, price"),
        ("name: twice", "f.yaml:2:1: key 'name' stands twice"),
        ("[a]: 1", "f.yaml:2:1: expected a key, got a list"),
    ],
)
def test_a_mistake_is_named_with_its_place(line: str, problem: str) -> None:
    (found,) = problems(f"name: n\n{line}\n")
    assert found.startswith(problem)


def test_all_mistakes_are_reported_at_once_in_the_order_of_the_file() -> None:
    assert problems("prise: 1\nprice: x\nmany: [1, y, z]\n") == (
        "f.yaml:1:1: missing name",
        "f.yaml:1:1: unknown key 'prise', did you mean 'price'?",
        "f.yaml:2:8: expected a number, got 'x'",
        "f.yaml:3:11: expected a number, got 'y'",
        "f.yaml:3:14: expected a number, got 'z'",
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "f.yaml:1:1: the file is empty"),
        ("a: b: c\n", "f.yaml:1:5: not valid YAML"),
        ("a: *x\n", "f.yaml:1:4: not valid YAML: found undefined alias"),
        ("x: 1\nb: \x00\n", "f.yaml:2:4: not valid YAML: character 0x0000 is not allowed"),
        ("a: 1\n---\nb: 2\n", "f.yaml:2:1: not valid YAML"),
        ("[" * 900, "f.yaml:1: nested more than 32 levels deep"),
        ("[" * 100_000, "f.yaml:1:"),  # newer versions of libyaml have a limit of their own
        ("- " * 50_000 + "x", "f.yaml:1: nested more than 32 levels deep"),
    ],
)
def test_text_that_is_no_yaml_has_one_clear_problem(text: str, problem: str) -> None:
    (found,) = problems(text)
    assert found.startswith(problem)


def test_an_alias_bomb_is_stopped() -> None:
    rows = ["a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"]
    rows += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 12)]
    many: Any = Many(Number())
    for _ in range(11):
        many = Many(many)
    with pytest.raises(FileFormatError, match="more than 500,000 nodes once aliases are followed"):
        read("\n".join([*rows, "x: *a11"]), "f.yaml", Record(dict, {"a11": many}))


@given(text=st.text(max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read(text, "f.yaml", SHAPE)
    except FileFormatError as error:
        assert error.problems  # noqa: PT017  # either outcome is fine


@given(price=st.decimals(0, 10**9, places=6))
def test_a_number_is_never_rounded(price: Decimal) -> None:
    assert read(f"name: n\nprice: {price:f}\n", "f.yaml", SHAPE)["price"] == price
