from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies import TEXT
from tokest.errors import InputError
from tokest.tokens.cutting.fitting import fits_in
from tokest.tokens.cutting.meter import find_meter, longest_token
from tokest.tokens.encodings import catalog
from tokest.tokens.estimate import count

ENCODINGS = [encoding.name for encoding in catalog().encodings]
PROSE = "The quick brown fox，and 你好，世界.\n"


@pytest.mark.parametrize("name", ENCODINGS)
@given(text=TEXT, limit=st.integers(0, 250))
def test_a_text_fits_if_it_has_at_most_so_many_tokens(name: str, text: str, limit: int) -> None:
    found = fits_in(text, limit, encoding=name)
    tokens = count(text, encoding=name)
    assert found.fits is (tokens <= limit)
    assert found.tokens == tokens if found.counted_all else found.tokens <= tokens


@pytest.mark.parametrize("off", [-1, 0, 1])
def test_a_long_text_is_counted_to_its_end_where_it_is_close(off: int) -> None:
    text = PROSE * 10_000
    tokens = count(text, "qwen-max")
    found = fits_in(text, tokens + off, model="qwen-max")
    assert (found.fits, found.tokens, found.counted_all) == (off >= 0, tokens, True)


def test_counting_stops_once_the_limit_is_passed() -> None:
    found = fits_in(PROSE * 10_000, 20_000, model="qwen-max")
    assert (found.fits, found.counted_all) == (False, False)
    assert 20_000 < found.tokens < 50_000


def test_counting_stops_once_the_rest_cannot_pass_the_limit() -> None:
    text = PROSE * 10_000
    found = fits_in(text, len(text.encode()) - 100_000, model="qwen-max")
    assert (found.fits, found.counted_all) == (True, False)
    assert 0 < found.tokens < count(text, "qwen-max")


def test_a_text_with_more_bytes_than_tokens_can_have_is_not_counted() -> None:
    longest = longest_token(find_meter("", "qwen-max", None).scheme)
    found = fits_in("a" * (longest * 10 + 1), 10, model="qwen-max")
    assert (found.fits, found.tokens, found.counted_all) == (False, 0, False)


def test_empty_text_fits_into_nothing() -> None:
    found = fits_in("", 0, model="qwen-max")
    assert (found.fits, found.tokens, found.counted_all) == (True, 0, True)


def test_text_is_held_against_the_limit_in_normal_form() -> None:
    text = "e\u0301" * 1_000
    assert fits_in(text, count("é" * 1_000, "qwen-max"), model="qwen-max").fits
    assert not fits_in(text, count("é" * 1_000, "gpt-4o"), model="gpt-4o").fits


def test_a_lone_surrogate_is_refused_with_its_place() -> None:
    with pytest.raises(InputError, match="line 1, column 2: lone surrogate"):
        fits_in("a\ud800", 10, model="qwen-max")
