from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies import TEXT
from tokest.tokens.cutting.anchors import BLOCK, FAR, MARK, after, before, blocks
from tokest.tokens.cutting.meter import find_meter
from tokest.tokens.encodings import catalog
from tokest.tokens.engines.splitting import full_pattern

PATTERNS = {encoding.name: encoding.pattern for encoding in catalog().encodings}
every_pattern = pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS)

LETTERS = st.sampled_from("aAsStTlLzZÀßÿıſỹΩσяЁאתءيअहกะぁゖがァヺ一中龥가힣")
MARKS = st.sampled_from(MARK)
KINDS = " \n\r\t\x1caAsSl1./'’，。中\u0301"


def short_texts(longest: int) -> list[str]:
    sizes = range(longest + 1)
    return ["".join(chars) for size in sizes for chars in itertools.product(KINDS, repeat=size)]


@every_pattern
@given(left=TEXT, letter=LETTERS, mark=MARKS, other=LETTERS, right=TEXT)
def test_text_may_be_cut_after_a_letter_before_a_mark_and_a_letter(  # noqa: PLR0913, PLR0917  # drawn
    pattern: str, left: str, letter: str, mark: str, other: str, right: str
) -> None:
    split = full_pattern(pattern).findall
    first, second = left + letter, mark + other + right
    assert split(first + second) == split(first) + split(second)


@every_pattern
def test_every_short_text_may_be_cut_there(pattern: str) -> None:
    split = full_pattern(pattern).findall
    for left, letter, mark in itertools.product(short_texts(2), "asя中", " ，"):
        for right in short_texts(1):
            first, second = left + letter, f"{mark}s{right}"
            assert split(first + second) == split(first) + split(second)


@pytest.mark.parametrize("name", PATTERNS)
@given(
    text=st.lists(
        st.sampled_from(
            ["word", " ", "слово", "한국", "कि", "中文", "，", "\n", "A", "1", "\u0301"]
        )
    )
)
def test_counts_add_up_at_anchors(name: str, text: list[str]) -> None:
    meter, whole = find_meter("", None, name), "".join(text)
    place = after(whole, 1, meter.scheme) or 0
    assert meter.count(whole[:place]) + meter.count(whole[place:]) == meter.count(whole)


def test_blocks_are_the_text() -> None:
    known = find_meter("", "qwen-max", None).scheme
    text = "今天天气很好，我们去市场吧！ And a word\nor two" * 3_000
    found = list(blocks(text, known))
    assert "".join(found) == text
    assert len(found) > 2
    assert all(BLOCK <= len(block) < BLOCK + 100 for block in found[:-1])


def test_a_scheme_that_does_not_cut_lines_has_no_anchors() -> None:
    known = replace(find_meter("", "qwen-max", None).scheme, cuts_lines=False)
    text = "one two three " * 5_000
    assert list(blocks(text, known)) == [text]
    assert (before(text, 100, known), after(text, 100, known)) == (None, None)


def test_an_anchor_is_found_before_and_after_a_place() -> None:
    known = find_meter("", "qwen-max", None).scheme
    text = "one two\nthree，四"
    assert [before(text, place, known) for place in (0, 2, 3, 7, 8, 99)] == [
        None,
        None,
        3,
        3,
        8,
        13,
    ]
    assert [after(text, place, known) for place in (0, 3, 4, 9, 14)] == [3, 3, 8, 13, None]


def test_an_anchor_is_not_looked_for_without_end() -> None:
    known = find_meter("", "qwen-max", None).scheme
    text = "one two" + "1" * FAR * 8
    assert before(text, 600, known) == 3
    assert before(text, len(text), known) is None
    assert after("1" * FAR * 2 + "one two", 0, known) is None
