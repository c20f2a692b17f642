"""Data as it comes from callers."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokest.errors import InputError
from tokest.prompts.plain import (
    MOST_NODES,
    as_count,
    as_list,
    as_mapping,
    as_text,
    check_plain,
    from_json,
    kind_of,
    to_json,
)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=10,
)


def circular() -> Any:
    loop: dict[str, Any] = {}
    loop["again"] = loop
    return loop


def deep(levels: int) -> Any:
    found: Any = "x"
    for _ in range(levels):
        found = [found]
    return found


def wide() -> Any:
    found: Any = ["x"] * 1000
    for _ in range(5):
        found = [found] * 1000
    return found


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (circular(), "nested more than 64 levels deep"),
        (deep(100), "nested more than 64 levels deep"),
        (deep(100_000), "nested more than 64 levels deep"),
        (wide(), f"holds more than {MOST_NODES:,} values"),
        ({"n": [10**5_000]}, r"request.n\[0\]: a number is too long"),
        ({"messages": [object()]}, r"request.messages\[0\]: a object is no JSON"),
        ({1: 2}, "request: a key must be a str, got 1"),
    ],
)
def test_what_is_no_plain_data_is_refused_with_its_place(value: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        check_plain(value)


@given(value=JSON)
def test_json_is_read_back_as_it_was_written(value: Any) -> None:
    check_plain(value)
    assert from_json(to_json(value)) == value
    assert from_json(to_json(value, compact=True)) == value


@pytest.mark.parametrize(
    ("take", "value", "message"),
    [
        (as_text, 3, "here: must be a str, got 3"),
        (as_list, "x", "here: must be a list, got text"),
        (as_mapping, None, "here: must be a mapping, got nothing"),
        (as_count, 1.5, "here: must be a whole number, got 1.5"),
        (as_count, True, "here: must be a whole number, got True"),
    ],
)
def test_another_kind_is_refused(take: Any, value: object, message: str) -> None:
    with pytest.raises(InputError, match=message):
        take(value, "here")


def test_json_that_breaks_off_is_text() -> None:
    assert from_json('{"city": "Par') == '{"city": "Par'
    assert from_json("[" * 100_000) == "[" * 100_000


def test_kinds_are_named_for_people() -> None:
    values: tuple[object, ...] = ({}, [], (), "a", None, 4)
    assert [kind_of(value) for value in values] == [
        "a mapping",
        "a list",
        "a list",
        "text",
        "nothing",
        "4",
    ]


def test_a_count_is_not_below_its_least() -> None:
    assert as_count(-1, "budget", least=-1) == -1
    with pytest.raises(InputError, match="max_tokens: must be at least 0, got -1"):
        as_count(-1, "max_tokens")


def test_long_keys_take_no_place_for_each_value_below_them() -> None:
    check_plain({"k" * 100_000: [[0]] * 100_000})
    with pytest.raises(InputError, match=r"request\.k{100}"):
        check_plain({"k" * 100_000: [object()]})
