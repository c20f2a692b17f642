from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given

from lines import random_lines, real_lines
from reference import huggingface_tokenizer, tiktoken_count, tiktoken_ends
from strategies import TEXT
from tokest.errors import InputError
from tokest.tokens.encodings import catalog, find_encoding
from tokest.tokens.engines import builtin
from tokest.tokens.engines.builtin import BuiltinEngine
from tokest.tokens.engines.choice import engine, scheme
from tokest.tokens.engines.protocol import normalized

ENCODINGS = [encoding.name for encoding in catalog().encodings]


def count(name: str, text: str) -> int:
    return engine("builtin", scheme(find_encoding(name))).count(text)


@pytest.mark.parametrize("name", ENCODINGS)
@pytest.mark.parametrize("lines", [random_lines, real_lines])
def test_it_counts_as_tiktoken_and_tokenizers_do(name: str, lines: object) -> None:
    texts = lines()  # type: ignore[operator]  # one of the two functions above
    ours = [count(name, text) for text in texts]
    assert ours == [tiktoken_count(name, text) for text in texts]
    theirs = huggingface_tokenizer(name).encode_batch_fast(texts, add_special_tokens=False)
    assert ours == [len(found) for found in theirs]


@pytest.mark.parametrize("name", ENCODINGS)
@given(text=TEXT)
def test_it_counts_any_text_as_tiktoken_does(name: str, text: str) -> None:
    assert count(name, text) == tiktoken_count(name, text)


@given(text=TEXT)
def test_normal_forms_count_alike_for_qwen(text: str) -> None:
    assert count("qwen", unicodedata.normalize("NFD", text)) == count("qwen", text)


@pytest.mark.parametrize("name", ENCODINGS)
def test_empty_text_has_no_tokens(name: str) -> None:
    assert count(name, "") == 0


def test_spellings_of_special_tokens_are_text() -> None:
    assert (
        count("o200k_base", "<|endoftext|>") == tiktoken_count("o200k_base", "<|endoftext|>") == 7
    )


def test_a_nul_byte_is_a_character_like_any_other() -> None:
    assert count("qwen", "a\x00b") == tiktoken_count("qwen", "a\x00b") == 3


def test_a_lone_surrogate_is_refused_with_its_place() -> None:
    with pytest.raises(InputError, match=r"line 2, column 3: lone surrogate U\+D800"):
        count("qwen", "ab\ncd\ud800")


def test_the_cache_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builtin, "CACHE_PIECES", 100)
    monkeypatch.setattr(builtin, "GROUP", 1_000)
    fresh = BuiltinEngine(scheme(find_encoding("cl100k_base")))
    words = [f"w{i:x}q" for i in range(2_000)] + ["long" * 100]
    assert fresh.count_batch(words) == [tiktoken_count("cl100k_base", word) for word in words]
    assert len(fresh._known) <= 100  # noqa: SLF001  # what is tested
    fresh.count_batch(["longer" * 100, "some", "words"])
    assert {"some", "words"} <= set(fresh._known)  # noqa: SLF001
    assert max(map(len, fresh._known)) <= builtin.CACHE_LENGTH  # noqa: SLF001


@pytest.mark.parametrize("name", ENCODINGS)
@pytest.mark.parametrize("unit", ["a", " ", "\n", "中", "😀", "ab ", "\u0301", "'", "0", "de", "^"])
def test_a_run_counts_as_tiktoken_counts_it(name: str, unit: str) -> None:
    text = "x" + unit * 30_000
    assert count(name, text) == tiktoken_count(name, text)


@pytest.mark.parametrize("name", ENCODINGS)
def test_much_text_counts_as_it_does_line_by_line(name: str) -> None:
    lines = [line.strip() + "\nA" for line in (*real_lines(), *random_lines())]
    once, twice = (
        BuiltinEngine(scheme(find_encoding(name))),
        BuiltinEngine(scheme(find_encoding(name))),
    )
    alone = [once.count(line) for line in lines]
    assert twice.count_batch(lines) == alone
    # Every line ends where text may be cut, but for the A, which starts the next.
    whole = "".join(f"{line[:-1]}x" for line in lines)
    assert twice.count(whole) == len(twice.spans(whole)) == tiktoken_count(name, whole)


@pytest.mark.parametrize("cuts_lines", [True, False])
def test_text_in_many_groups_counts_alike(
    cuts_lines: bool,  # noqa: FBT001  # a parameter of the test
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(builtin, "GROUP", 50_000)
    monkeypatch.setattr(builtin, "PIECES", 1_000)
    known = replace(scheme(find_encoding("o200k_base")), cuts_lines=cuts_lines)
    one_line = "x, y; " * 10_000
    text = "\n".join([*real_lines(), one_line])
    ours = BuiltinEngine(known)
    expected = tiktoken_count("o200k_base", text)
    assert ours.count(text) == len(ours.spans(text)) == expected
    assert ours.count_batch(["a", text]) == [1, expected]


def test_a_pattern_with_groups_gives_whole_pieces() -> None:
    known = scheme(find_encoding("cl100k_base"))
    grouping = replace(known, pattern=f"({known.pattern})|(?<=a)b")
    for text in ("Hello, World 123", "día 中文"):
        assert BuiltinEngine(grouping).spans(text) == tiktoken_ends("cl100k_base", text)


@pytest.mark.parametrize("name", ENCODINGS)
@given(text=TEXT)
def test_tokens_end_where_those_of_tiktoken_do(name: str, text: str) -> None:
    known = scheme(find_encoding(name))
    ends = engine("builtin", known).spans(text)
    assert ends == tiktoken_ends(name, text)
    assert len(ends) == count(name, text)
    assert ends[-1:] == ([len(normalized(text, known).encode())] if text else [])
