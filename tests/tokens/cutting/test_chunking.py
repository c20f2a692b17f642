from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from languages import ODDITIES, SENTENCES
from strategies import TEXT
from tokest.errors import InputError
from tokest.tokens.cutting.chunking import Chunk, split
from tokest.tokens.cutting.clusters import cluster_ends
from tokest.tokens.encodings import catalog
from tokest.tokens.estimate import count

ENCODINGS = [encoding.name for encoding in catalog().encodings]
every_encoding = pytest.mark.parametrize("name", ENCODINGS)
LONG = "\n".join([*SENTENCES.values(), *ODDITIES])


def check(text: str, chunks: tuple[Chunk, ...], name: str, limit: int) -> None:
    places = {0, *cluster_ends(text)}
    for chunk in chunks:
        assert chunk.text == text[chunk.start : chunk.end]
        assert {chunk.start, chunk.end} <= places
        assert chunk.tokens == count(chunk.text, encoding=name) <= limit


@every_encoding
@given(text=TEXT, limit=st.integers(20, 90))
def test_chunks_joined_are_the_text_and_each_fits(name: str, text: str, limit: int) -> None:
    try:
        chunks = split(text, encoding=name, max_tokens=limit)
    except InputError as error:  # a drawn cluster can be as long as that
        assert "one character" in error.what  # noqa: PT017  # the law holds for the others
        return
    check(text, chunks, name, limit)
    assert "".join(chunk.text for chunk in chunks) == text


@every_encoding
@given(text=TEXT, limit=st.integers(30, 90), overlap=st.integers(1, 29))
def test_chunks_overlap_by_so_many_tokens_at_most_and_go_on(
    name: str, text: str, limit: int, overlap: int
) -> None:
    try:
        chunks = split(text, encoding=name, max_tokens=limit, overlap=overlap)
    except InputError as error:
        assert "one character" in error.what  # noqa: PT017
        return
    check(text, chunks, name, limit)
    assert [chunk.end for chunk in chunks[-1:]] == [len(text)] * bool(text)
    for one, other in pairwise(chunks):
        assert one.start < other.start <= one.end < other.end
        assert count(text[other.start : one.end], encoding=name) <= overlap


@every_encoding
@pytest.mark.parametrize(("limit", "overlap"), [(40, 0), (200, 0), (200, 20), (200, 199)])
def test_a_long_text_of_many_languages_is_split(name: str, limit: int, overlap: int) -> None:
    chunks = split(LONG, encoding=name, max_tokens=limit, overlap=overlap)
    check(LONG, chunks, name, limit)
    if not overlap:
        assert "".join(chunk.text for chunk in chunks) == LONG


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("One two.\nThree four.\n\nFive six. Seven eight nine ten", "\n\n"),
        ("One two. Three four.\r\nFive six. Seven eight nine ten eleven", "\r\n"),
        ("One two three four five. Six seven eight nine ten eleven", ". "),
        ("一二三四五六七。八九十甲乙丙丁戊己庚辛壬癸", "。"),
        ("One two three four five six seven eight nine ten eleven", " "),
    ],
)
def test_a_chunk_ends_at_the_best_place_in_its_second_half(text: str, ends: str) -> None:
    first = split(text, "gpt-4o", max_tokens=10)[0].text
    assert first.endswith(ends)
    assert first.count(ends) >= 1
    assert not text.removeprefix(first).startswith(ends)


def test_a_line_end_of_two_characters_stays_whole() -> None:
    chunks = split("a\r\n" * 500, "qwen-max", max_tokens=7)
    assert {chunk.text[-2:] for chunk in chunks} == {"\r\n"}


def test_a_blank_with_a_mark_is_no_end_of_a_word() -> None:
    text = "ab \u0301cd" * 300
    chunks = split(text, "qwen-max", max_tokens=9)
    assert not any(chunk.text.startswith("\u0301") for chunk in chunks)


@pytest.mark.parametrize(
    "text",
    [
        "🇩🇪" * 500,
        "👩\u200d👩\u200d👧" * 100,
        " " * 20_000,
        "\n" * 5_000,
        "a" * 5_000,
        "世界" * 500,
        "e\u0301" * 500,
        " \t\n\r" * 500,
    ],
    ids=ascii,
)
@pytest.mark.parametrize("name", ["qwen", "o200k_base"])
def test_hostile_text_is_split(text: str, name: str) -> None:
    chunks = split(text, encoding=name, max_tokens=50)
    check(text, chunks, name, 50)
    assert "".join(chunk.text for chunk in chunks) == text


def test_a_cluster_larger_than_a_chunk_is_named_with_its_place() -> None:
    family = "👩\u200d👩\u200d👧\u200d👦"
    with pytest.raises(InputError) as caught:
        split(f"one\nand {family}", "gpt-4o", max_tokens=3)
    tokens = count(family, "gpt-4o")
    what = f"one character (with its marks) takes more tokens than max_tokens 3: {tokens}"
    assert str(caught.value) == f"line 2, column 5: {what}"


def test_where_what_overlaps_leaves_no_room_a_chunk_starts_at_the_end_of_the_last() -> None:
    family = "👩\u200d👩\u200d👧"
    size = count(family, "gpt-4o")
    chunks = split(f"a{family}{family}", "gpt-4o", max_tokens=size + 1, overlap=size)
    assert [chunk.text for chunk in chunks] == [f"a{family}", family]


def test_empty_text_has_no_chunks() -> None:
    assert split("", "gpt-4o", max_tokens=0) == ()


def test_text_that_fits_is_one_chunk() -> None:
    (chunk,) = split("Hello World", "gpt-4o", max_tokens=10**12, overlap=5)
    assert chunk == Chunk(text="Hello World", tokens=2, start=0, end=11)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"max_tokens": 0}, "line 1, column 1: one character"),
        ({"max_tokens": 5, "overlap": 5}, "overlap: must be less than max_tokens 5, got 5"),
        ({"max_tokens": 5, "overlap": -1}, "overlap: must be between 0"),
        ({"max_tokens": None}, "max_tokens: must be a whole number"),
    ],
)
def test_a_wrong_call_is_refused(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        split("Hello World", "gpt-4o", **arguments)


def test_a_lone_surrogate_is_refused_with_its_place() -> None:
    with pytest.raises(InputError, match="line 2, column 1: lone surrogate"):
        split("a\n\ud800", "gpt-4o", max_tokens=1)


def test_what_overlaps_starts_with_a_sentence_or_a_word_where_it_can() -> None:
    text = "One two three four. Five six seven eight. Nine ten eleven twelve thirteen."
    starts = {
        overlap: split(text, "gpt-4o", max_tokens=11, overlap=overlap)[1].text.split()[0]
        for overlap in (3, 6)
    }
    assert starts == {3: "eight.", 6: "Five"}
