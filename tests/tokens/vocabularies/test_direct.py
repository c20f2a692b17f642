from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from tokenizers import Tokenizer

from lines import random_lines, real_lines
from local import PLACES
from tokest.errors import FileFormatError, InputError
from tokest.places import Places
from tokest.tokens.encodings import Findable, catalog, find_counter
from tokest.tokens.estimate import estimate_many
from tokest.tokens.vocabularies import direct
from tokest.tokens.vocabularies.direct import DirectCounter, direct_counter
from tokest.tokens.vocabularies.finding import find_vocabulary

if TYPE_CHECKING:
    from pathlib import Path

    from tokest.tokens.counters import Encoding

FOUND = [
    counter.with_vocabulary(found)
    for counter in catalog().findable
    if counter.found.counted_by == "tokenizers"
    and (found := find_vocabulary(counter, PLACES).vocabulary)
]


def token(content: str, at: int, *, special: bool) -> dict[str, Any]:
    flags = dict.fromkeys(("single_word", "lstrip", "rstrip", "normalized"), False)
    return {"id": at, "content": content, "special": special, **flags}


def sentencepiece() -> dict[str, Any]:
    """Write a tokenizer as Gemma's is made: a sign for each space, bytes to fall back on."""
    pieces = ["<bos>", *(f"<0x{byte:02X}>" for byte in range(256)), *"abos<>▁\n", "ab", "\n\n"]
    start = {"SpecialToken": {"id": "<bos>", "type_id": 0}}
    text = {"Sequence": {"id": "A", "type_id": 0}}
    return {
        "version": "1.0",
        "truncation": {
            "max_length": 2,
            "stride": 0,
            "strategy": "LongestFirst",
            "direction": "Right",
        },
        "padding": None,
        "added_tokens": [
            token("<bos>", 0, special=True),
            token("\n\n", pieces.index("\n\n"), special=False),
            token("<think>", len(pieces), special=False),
        ],
        "normalizer": {"type": "Replace", "pattern": {"String": " "}, "content": "▁"},
        "pre_tokenizer": None,
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [start, text],
            "pair": [start, text],
            "special_tokens": {"<bos>": {"id": "<bos>", "ids": [0], "tokens": ["<bos>"]}},
        },
        "decoder": None,
        "model": {
            "type": "BPE",
            "byte_fallback": True,
            "vocab": {piece: at for at, piece in enumerate(pieces)},
            "merges": ["a b"],
        },
    }


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", 0),
        ("ab ab", 3),
        ("<bos>", 5),
        ("a\n\nb", 3),
        ("é", 2),
        ("<think>", 1 + 5 + 1),
        ("abababab", 4),
    ],
)
def test_a_text_is_counted_alone(text: str, tokens: int) -> None:
    assert DirectCounter(json.dumps(sentencepiece()).encode(), "a").count(text) == tokens


def test_many_texts_count_as_each_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(direct, "TOGETHER", 10)
    counter = DirectCounter(json.dumps(sentencepiece()).encode(), "a")
    texts = ["", "ab ab", "a\n\nb", "<bos>" * 9, "é", ""]
    assert counter.count_batch(texts) == [counter.count(text) for text in texts]
    with pytest.raises(InputError, match=r"line 1, column 2: lone surrogate U\+D800"):
        counter.count_batch(["a", "a\ud800"])


def test_an_estimate_names_the_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "gemma3.tokenizer.json"
    file.write_text(json.dumps(sentencepiece()), "utf-8")
    counter = find_counter("gemma3")
    assert isinstance(counter, Findable)
    few = replace(counter, found=replace(counter.found, size=267))
    monkeypatch.setattr("tokest.tokens.targets.find_counter", {"gemma3": few}.get)
    places = Places(given=(("gemma3", file),))
    ((found,), (other,)) = estimate_many(["ab ab", "é"], encodings=["gemma3"], places=places)
    assert (found.low, found.tokens, found.high, other.tokens) == (3, 3, 3, 2)
    assert (found.method, found.engine, found.encoding) == ("exact", "tokenizers", "gemma3")
    assert found.source.startswith(f"file {file} (SHA-256 ")


def test_the_size_is_that_of_the_model() -> None:
    assert DirectCounter(json.dumps(sentencepiece()).encode(), "a").size == 267


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"YQ== 0\n", "a: is no tokenizer.json"),
        (b'{"model": {"vocab": {}}}', "a: `tokenizers` refuses it"),
        (b'{"model": {"vocab": []}}', "a: has no vocabulary of pieces"),
    ],
)
def test_what_is_no_tokenizer_json_is_refused(content: bytes, problem: str) -> None:
    with pytest.raises(FileFormatError, match=problem):
        DirectCounter(content, "a")


@pytest.mark.parametrize("encoding", FOUND, ids=[encoding.name for encoding in FOUND])
def test_plain_text_counts_as_the_whole_pipeline_counts_it(encoding: Encoding) -> None:
    counter = direct_counter(encoding)
    file = encoding.vocabulary.file
    theirs = Tokenizer.from_file(file)
    texts = [*random_lines()[:2000], *real_lines()[:2000]]
    specials = [str(one) for one in theirs.get_added_tokens_decoder().values() if one.special]
    plain = [text for text in texts if not any(one in text for one in specials)]
    expected = [len(one) for one in theirs.encode_batch_fast(plain, add_special_tokens=False)]
    assert [counter.count(text) for text in plain] == expected


@pytest.mark.parametrize("encoding", FOUND, ids=[encoding.name for encoding in FOUND])
def test_a_special_token_is_spelled_out(encoding: Encoding) -> None:
    assert direct_counter(encoding).count(encoding.special[1]) > 1


def test_the_encodings_that_need_the_library_are_two() -> None:
    names = [one.name for one in catalog().findable if one.found.counted_by == "tokenizers"]
    assert names == ["gemma3", "claude_legacy"]


def test_the_others_are_normalised_as_engines_do() -> None:
    others = [one for one in catalog().findable if one.found.counted_by == "ranks"]
    forms = {one.normalize for one in (*catalog().encodings, *others)}
    assert forms == {"none", "NFC"}
