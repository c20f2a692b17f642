"""Chats that grow."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokest.errors import InputError
from tokest.prompts.conversation import grow

SMALL = st.integers(0, 3000)


@given(
    turns=st.integers(1, 60),
    start=SMALL,
    user=SMALL,
    answer=SMALL,
    cached_from=st.none() | SMALL,
)
def test_the_closed_form_is_the_sum_of_the_requests(
    turns: int, start: int, user: int, answer: int, cached_from: int | None
) -> None:
    found = grow(
        turns, start=start, user_tokens=user, answer_tokens=answer, cached_from=cached_from
    )
    requests = list(found.requests())
    assert len(requests) == turns
    for unit in ("input_tokens", "output_tokens", "cache_read_tokens"):
        assert getattr(found.usage, unit) == sum(getattr(one, unit) for one in requests)
    assert requests[-1] == found.last


def test_every_request_sends_the_history_again() -> None:
    found = grow(3, start=100, user_tokens=10, answer_tokens=50)
    assert [one.input_tokens for one in found.requests()] == [110, 170, 230]
    assert [one.cache_read_tokens for one in found.requests()] == [0, 0, 0]


def test_a_cache_gives_what_the_request_before_has_sent_if_it_is_long_enough() -> None:
    found = grow(4, start=100, user_tokens=10, answer_tokens=50, cached_from=150)
    assert [one.cache_read_tokens for one in found.requests()] == [0, 0, 170, 230]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"turns": 0}, "turns: must be between 1 and 1,000,000"),
        ({"start": -1}, "start: must be between 0"),
        ({"user_tokens": 1.5}, "user_tokens: must be a whole number"),
        ({"cached_from": -1}, "cached_from: must be between 0"),
    ],
)
def test_numbers_that_cannot_be_are_refused(arguments: dict[str, Any], message: str) -> None:
    usual = {"turns": 3, "start": 1, "user_tokens": 1, "answer_tokens": 1}
    with pytest.raises(InputError, match=message):
        grow(**{**usual, **arguments})
