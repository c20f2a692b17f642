from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from strategies import TEXT
from tokest.errors import (
    InputError,
    UnknownEncodingError,
    UnknownModelError,
    VocabularyMissingError,
)
from tokest.tokens.cutting.meter import check_limit, find_meter, longest_token
from tokest.tokens.encodings import catalog
from tokest.tokens.estimate import count

ENCODINGS = [encoding.name for encoding in catalog().encodings]
every_encoding = pytest.mark.parametrize("name", ENCODINGS)


@every_encoding
@given(text=TEXT)
def test_a_meter_counts_as_count_does(name: str, text: str) -> None:
    meter = find_meter(text, None, name)
    assert meter.count(text) == len(meter.spans(text)) == count(text, encoding=name)


@every_encoding
@given(text=TEXT)
def test_tokens_are_at_most_bytes_and_at_least_bytes_by_the_longest(name: str, text: str) -> None:
    meter = find_meter(text, None, name)
    size = len(meter.seen(text).encode())
    assert size / longest_token(meter.scheme) <= meter.count(text) <= size


def test_a_private_tokenizer_names_the_encoding_that_comes_near() -> None:
    with pytest.raises(VocabularyMissingError, match=r"use encoding '.*' for counts near its own"):
        find_meter("", "claude-opus-5-5", None)


def test_a_tokenizer_that_does_not_ship_names_estimate() -> None:
    with pytest.raises(
        VocabularyMissingError, match=r"use tokest vocab fetch glm4, .* or estimate\(\)"
    ):
        find_meter("", None, "glm4")


@pytest.mark.parametrize(
    ("model", "encoding", "error"),
    [
        (None, None, InputError),
        ("qwen-max", "qwen", InputError),
        ("qwen-trubo-x", None, UnknownModelError),
        (None, "qwem", UnknownEncodingError),
    ],
)
def test_names_that_cannot_be_are_refused(
    model: str | None, encoding: str | None, error: type[Exception]
) -> None:
    with pytest.raises(error):
        find_meter("", model, encoding)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"raw", "text: must be a str, got bytes"),
        ("ok\nab\udc80", r"line 2, column 3: lone surrogate U\+DC80"),
    ],
)
def test_what_is_no_text_is_refused(text: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        find_meter(text, "qwen-max", None)


@pytest.mark.parametrize("limit", [-1, 1.5, True, None, 10**13])
def test_what_is_no_number_of_tokens_is_refused(limit: object) -> None:
    with pytest.raises(InputError, match="max_tokens"):
        check_limit("max_tokens", limit)
