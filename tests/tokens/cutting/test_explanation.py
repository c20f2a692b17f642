from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given

from languages import ODDITIES, SENTENCES
from strategies import TEXT
from tokest.errors import InputError
from tokest.tokens.cutting.explanation import explain
from tokest.tokens.encodings import catalog
from tokest.tokens.engines.choice import scheme
from tokest.tokens.estimate import count

ENCODINGS = {encoding.name: encoding for encoding in catalog().encodings}
every_encoding = pytest.mark.parametrize("name", ENCODINGS)
LONG = "\n".join([*SENTENCES.values(), *ODDITIES])


def check(text: str, name: str) -> None:
    found = explain(text, encoding=name)
    raw = found.text.encode()
    assert len(found.tokens) == count(text, encoding=name)
    assert bytes.fromhex("".join(token.hex for token in found.tokens)) == raw
    assert all(bytes.fromhex(token.hex) in scheme(ENCODINGS[name]).ranks for token in found.tokens)
    assert sum(share.tokens for share in found.shares) == len(found.tokens)
    at = 0
    for token in found.tokens:
        first = len(found.text[: token.start].encode())
        last = len(found.text[: token.end].encode())
        size = len(token.hex) // 2
        assert first <= at < at + size <= last
        if token.text is not None:
            assert (first, last) == (at, at + size)
            assert token.text == found.text[token.start : token.end]
        else:
            assert (first, last) != (at, at + size)
        at += size


@every_encoding
@given(text=TEXT)
def test_tokens_cover_what_the_model_sees(name: str, text: str) -> None:
    check(text, name)


@every_encoding
def test_tokens_cover_texts_of_every_script(name: str) -> None:
    check(LONG, name)


def test_the_text_is_the_one_in_normal_form_where_the_model_sees_that() -> None:
    assert explain("e\u0301", "qwen-max").text == unicodedata.normalize("NFC", "e\u0301")
    assert explain("e\u0301", "gpt-4o").text == "e\u0301"


def test_a_token_that_ends_inside_a_character_has_bytes_and_no_text() -> None:
    found = explain(" 角!", "qwen-max")
    assert [(one.text, one.hex, one.start, one.end, one.kind) for one in found.tokens] == [
        (None, "20e8a7", 0, 2, "part"),
        (None, "92", 1, 2, "part"),
        ("!", "21", 2, 3, "punctuation"),
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (" word", "word"),
        ("é", "word"),
        ("слово", "word"),
        ("7", "digit"),
        ("，", "punctuation"),
        (" (", "punctuation"),
        ("+", "symbol"),
        ("    ", "whitespace"),
        ("\n\n", "whitespace"),
        ("中国", "CJK"),
        ("です", "CJK"),
        ("カ", "CJK"),
        ("한", "CJK"),
        ("\x00", "other"),
        ("\u0301", "word"),
    ],
)
def test_tokens_are_of_a_kind(text: str, kind: str) -> None:
    assert {token.kind for token in explain(text, "gpt-4o").tokens} == {kind}


def test_kinds_stand_most_first() -> None:
    shares = explain("One two three, 1 2 3 4!", "gpt-4o").shares
    found = [(share.kind, share.tokens) for share in shares]
    assert found == [("digit", 4), ("whitespace", 4), ("word", 3), ("punctuation", 2)]


def test_empty_text_has_no_tokens() -> None:
    found = explain("", "gpt-4o")
    assert (found.encoding, found.text, found.tokens, found.shares) == ("o200k_base", "", (), ())


def test_a_lone_surrogate_is_refused_with_its_place() -> None:
    with pytest.raises(InputError, match="line 1, column 1: lone surrogate"):
        explain("\ud800", "gpt-4o")
