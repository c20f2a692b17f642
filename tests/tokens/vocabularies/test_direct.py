from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from tokenizers import Tokenizer

from lines import random_lines, real_lines
from local import PLACES
from tokest.errors import FileFormatError
from tokest.tokens.encodings import catalog
from tokest.tokens.vocabularies.direct import DirectCounter, direct_counter
from tokest.tokens.vocabularies.finding import find_vocabulary

if TYPE_CHECKING:
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


def test_the_tables_that_need_the_library_are_two() -> None:
    names = [one.name for one in catalog().findable if one.found.counted_by == "tokenizers"]
    assert names == ["gemma3", "claude_legacy"]
