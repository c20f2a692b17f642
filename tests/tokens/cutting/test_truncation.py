from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies import TEXT
from tokest.errors import InputError, VocabularyMissingError
from tokest.tokens.cutting.clusters import cluster_ends
from tokest.tokens.cutting.truncation import Side, truncate
from tokest.tokens.encodings import catalog
from tokest.tokens.estimate import count

ENCODINGS = [encoding.name for encoding in catalog().encodings]
SIDES = st.sampled_from(["end", "start", "middle"])
MARKERS = st.sampled_from(["", "…", " [...] ", "\n\n(cut)\n\n"])
FOX = "The quick brown fox jumps"


def kept(text: str, found: str, marker: str) -> bool:
    """Say whether a text was made from another by taking whole clusters out of it once."""
    places = [0, *cluster_ends(text)]
    return any(
        found == text[:start] + marker + text[len(text) - (len(found) - len(marker) - start) :]
        for start in places
        if len(text) - (len(found) - len(marker) - start) in places and start <= len(found)
    )


@pytest.mark.parametrize("name", ENCODINGS)
@given(text=TEXT, limit=st.integers(0, 60), side=SIDES, marker=MARKERS)
def test_what_is_left_fits_and_no_cluster_is_cut(
    name: str, text: str, limit: int, side: Side, marker: str
) -> None:
    limit += count(marker, encoding=name)
    found = truncate(text, encoding=name, max_tokens=limit, side=side, marker=marker)
    assert found.tokens == count(found.text, encoding=name) <= limit
    if found.truncated:
        assert count(text, encoding=name) > limit
        assert found.removed == len(text) + len(marker) - len(found.text)
        assert kept(text, found.text, marker)
    else:
        assert (found.text, found.removed) == (text, 0)


@pytest.mark.parametrize(
    ("side", "text"),
    [("end", "The quick"), ("start", " fox jumps"), ("middle", "The jumps")],
)
def test_text_is_cut_off_on_a_side(side: Side, text: str) -> None:
    found = truncate(FOX, "gpt-4o", max_tokens=2, side=side)
    assert (found.text, found.tokens, found.removed) == (text, 2, len(FOX) - len(text))


def test_the_middle_of_a_long_text_keeps_about_as_much_of_both_ends() -> None:
    text = "".join(f"Line {number} of many.\n" for number in range(5_000))
    found = truncate(text, "qwen-max", max_tokens=1_000, side="middle", marker="\n[...]\n")
    first, _, last = found.text.partition("\n[...]\n")
    assert (text.startswith(first), text.endswith(last)) == (True, True)
    assert abs(count(first, "qwen-max") - count(last, "qwen-max")) < 10
    assert 990 < found.tokens <= 1_000


@pytest.mark.parametrize("side", ["end", "start", "middle"])
def test_nothing_is_left_of_no_tokens(side: Side) -> None:
    found = truncate(FOX, "gpt-4o", max_tokens=0, side=side)
    assert (found.text, found.tokens, found.removed) == ("", 0, len(FOX))


def test_empty_text_stays_empty() -> None:
    found = truncate("", "gpt-4o", max_tokens=0, marker="…")
    assert (found.text, found.tokens, found.truncated) == ("", 0, False)


@pytest.mark.parametrize("limit", [5, 6, 10**12])
def test_text_that_fits_stays_as_it_is_without_a_marker(limit: int) -> None:
    found = truncate(FOX, "gpt-4o", max_tokens=limit, marker="…")
    assert (found.text, found.tokens, found.truncated) == (FOX, 5, False)


def test_a_long_text_that_surely_fits_is_counted_all_the_same() -> None:
    text = "word\n" * 50_000
    found = truncate(text, "gpt-4o", max_tokens=10**9)
    assert found.tokens == count(text, "gpt-4o")


def test_text_is_cut_as_it_was_given_and_counted_as_the_model_sees_it() -> None:
    text = "e\u0301te\u0301 " * 1_000
    found = truncate(text, "qwen-max", max_tokens=100)
    assert text.startswith(found.text)
    assert found.tokens == count(unicodedata.normalize("NFC", found.text), "qwen-max") <= 100
    composed = truncate(unicodedata.normalize("NFC", text), "qwen-max", max_tokens=100)
    assert unicodedata.normalize("NFC", found.text) == composed.text


def test_a_line_end_of_two_characters_is_not_cut() -> None:
    text = "\r\n" * 2_000
    for limit in range(1, 20):
        assert len(truncate(text, "gpt-4", max_tokens=limit).text) % 2 == 0


@pytest.mark.parametrize(
    "text",
    ["a" + "\u0301" * 100_000, "👩\u200d" * 50_000, "क\u094d" * 50_000],
    ids=["marks", "joiners", "viramas"],
)
@pytest.mark.parametrize("side", ["end", "start", "middle"])
def test_a_cluster_that_does_not_fit_is_left_out_as_a_whole(text: str, side: Side) -> None:
    found = truncate(text, "qwen-max", max_tokens=1_000, side=side, marker="[...]")
    assert (found.text, found.removed) == ("[...]", len(text))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"max_tokens": -1}, "max_tokens: must be between 0 and"),
        ({"max_tokens": 1.5}, "max_tokens: must be a whole number"),
        ({"max_tokens": 1, "side": "left"}, "side: must be one of end, start, middle, got 'left'"),
        ({"max_tokens": 1, "marker": "a b c"}, "marker: has 3 tokens, more than max_tokens 1"),
        ({"max_tokens": 1, "marker": "\ud800"}, "line 1, column 1: lone surrogate"),
        ({"max_tokens": 1, "encoding": "qwen"}, "model, encoding: give exactly one of them"),
    ],
)
def test_a_wrong_call_is_refused(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        truncate(FOX, "gpt-4o", **arguments)


def test_a_lone_surrogate_is_refused_with_its_place() -> None:
    with pytest.raises(InputError, match="line 2, column 1: lone surrogate"):
        truncate("a\n\ud800", "gpt-4o", max_tokens=1)


def test_without_a_vocabulary_nothing_is_cut() -> None:
    with pytest.raises(VocabularyMissingError):
        truncate(FOX, "gemini-2.5-flash", max_tokens=1)
