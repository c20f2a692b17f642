from __future__ import annotations

import json
from dataclasses import replace

import pytest

from patterns import PATTERNS
from small import RANKS
from tokest.tokens.encodings import catalog, find_encoding
from tokest.tokens.engines.choice import scheme
from tokest.tokens.engines.conversion import oniguruma_pattern, tokenizer_json, without_gaps
from tokest.tokens.vocabularies.formats import read_ranks

# That what is written counts alike is a law of the engines that read it, in test_foreign.py.

SMALL = replace(scheme(find_encoding("o200k_base")), ranks=RANKS)


@pytest.mark.parametrize("name", PATTERNS)
def test_every_pattern_can_be_written(name: str) -> None:
    assert oniguruma_pattern(PATTERNS[name]) is not None


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (r"\s++$|\p{N}{1,3}+", r"\s++\z|\p{N}{1,3}"),
        (r"[$a]\$|\p{L}+", r"[$a]\$|\p{L}+"),
        (r"[\]$]{2,3}+", r"[\]$]{2,3}"),
    ],
)
def test_a_pattern_is_written_as_oniguruma_reads_it(ours: str, theirs: str) -> None:
    assert oniguruma_pattern(ours) == theirs
    written = json.loads(tokenizer_json(replace(SMALL, pattern=ours)))
    assert written["pre_tokenizer"]["pretokenizers"][0]["pattern"] == {"Regex": theirs}


@pytest.mark.parametrize(
    "pattern",
    ["a$", r"\p{N}{1,3}+a", "a{2}+", "(?<=a)b", r"\bx", "(?>a)", "[a&&b]", "[[:alpha:]]", r"[\h]"],
)
def test_a_pattern_that_may_mean_something_else_is_not(pattern: str) -> None:
    assert oniguruma_pattern(pattern) is None


def test_nothing_but_tokens_is_written() -> None:
    encoding = catalog().encodings[0]
    written = json.loads(tokenizer_json(scheme(encoding)))
    assert len(written["model"]["vocab"]) == encoding.vocabulary.size
    assert written["added_tokens"] == []


def test_what_was_written_is_read_again() -> None:
    assert read_ranks(tokenizer_json(SMALL).encode(), 258, "a") == RANKS


@pytest.mark.parametrize("whole_pieces", [True, False])
def test_a_token_that_merges_never_reach_has_no_merge(
    whole_pieces: bool,  # noqa: FBT001  # a parameter of the test
) -> None:
    known = {**RANKS, b"xyz": 258}
    odd = replace(SMALL, ranks=known, whole_pieces=whole_pieces)
    expected = known if whole_pieces else RANKS
    assert read_ranks(tokenizer_json(odd).encode(), 259, "a") == expected


def test_ranks_without_gaps_are_in_the_same_order() -> None:
    gaping = replace(SMALL, ranks={b"abcd": 1000, **RANKS})
    assert without_gaps(gaping).ranks == {**RANKS, b"abcd": 258}
