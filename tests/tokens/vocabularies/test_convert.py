from __future__ import annotations

import json
from dataclasses import replace

import pytest
from tokenizers import Tokenizer

from lines import random_lines, real_lines
from reference import ranks, tiktoken_count
from small import RANKS
from tokest.tokens.encodings import catalog, find_encoding
from tokest.tokens.vocabularies.convert import tokenizer_json
from tokest.tokens.vocabularies.formats import read_ranks

NAMES = [encoding.name for encoding in catalog().encodings]


@pytest.mark.parametrize("name", NAMES)
def test_a_converted_vocabulary_counts_as_tiktoken_does(name: str) -> None:
    texts = [*random_lines(), *real_lines()]
    made = Tokenizer.from_str(tokenizer_json(find_encoding(name), ranks(name)))
    found = [len(one) for one in made.encode_batch_fast(texts, add_special_tokens=False)]
    assert found == [tiktoken_count(name, text) for text in texts]


def test_what_was_converted_is_read_again() -> None:
    encoding = find_encoding("o200k_base")
    assert read_ranks(tokenizer_json(encoding, RANKS).encode(), 258, "a") == RANKS


def test_a_token_that_merges_never_reach_has_no_merge() -> None:
    known = {**RANKS, b"xyz": 258}
    for whole, expected in ((True, known), (False, RANKS)):
        encoding = replace(find_encoding("o200k_base"), whole_pieces=whole)
        assert read_ranks(tokenizer_json(encoding, known).encode(), 259, "a") == expected


def test_ids_have_no_gap() -> None:
    known = {**RANKS, b"abcd": 1000}
    made = json.loads(tokenizer_json(find_encoding("o200k_base"), known))
    assert sorted(made["model"]["vocab"].values()) == list(range(259))


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (r"\s++$|\p{N}{1,3}+", r"\s++\z|\p{N}{1,3}"),
        (r"[$a]\$|\p{L}+", r"[$a]\$|\p{L}+"),
        (r"[\]$]{2,3}+", r"[\]$]{2,3}"),
    ],
)
def test_a_pattern_is_written_in_the_dialect_of_tokenizers(ours: str, theirs: str) -> None:
    made = json.loads(tokenizer_json(replace(find_encoding("o200k_base"), pattern=ours), RANKS))
    (split, _) = made["pre_tokenizer"]["pretokenizers"]
    assert split["pattern"] == {"Regex": theirs}
