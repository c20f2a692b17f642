"""Forms and the bits they are filled with."""

from __future__ import annotations

from tokest.prompts.media.values import Media
from tokest.prompts.writing.bits import Bit, labelled, lay


def test_the_longest_special_word_wins() -> None:
    found = lay("<a><ab>x", ("<a>", "<ab>", "<ab>x"), "template", {})
    assert [bit.control for bit in found] == [1, 1]


def test_braces_that_are_no_blank_stay_text() -> None:
    (found,) = lay('{"name": <x>, {arg-key}}', (), "template", {})
    assert found.text == '{"name": <x>, {arg-key}}'


def test_a_blank_that_is_not_filled_is_empty() -> None:
    assert lay("{content}", (), "template", {}) == []


def test_a_special_word_inside_content_stays_text() -> None:
    bits = lay("{content}", ("<s>",), "template", {"content": [Bit("content", "user", "<s>")]})
    assert bits == [Bit("content", "user", "<s>")]


def test_media_and_gaps_keep_their_own_part() -> None:
    image = Bit("media", "x", media=Media(kind="image", where="x"))
    gap = Bit("unknown", "y")
    assert labelled([image, gap], "tool result", "now") == [image, gap]
